/* The traffic keys of TCP-AO, RFC 5925 section 5.2.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "traffic-key.h"

enum mac_function traffic_key_function(enum key_algorithm algorithm)
{
    static const enum mac_function functions[KEY_ALGORITHMS] = {
        [KEY_HMAC_SHA_1_96] = MAC_HMAC_SHA_1,      [KEY_AES_128_CMAC_96] = MAC_AES_128_CMAC,
        [KEY_HMAC_SHA_256_96] = MAC_HMAC_SHA_256,  [KEY_HMAC_SHA_256_128] = MAC_HMAC_SHA_256,
        [KEY_HKDF_SHA_256_128] = MAC_HMAC_SHA_256, [KEY_KMAC256_128] = MAC_KMAC256,
        [KEY_HMAC_MD5_96] = MAC_HMAC_MD5,          [KEY_HMAC_SHA_224_96] = MAC_HMAC_SHA_224,
        [KEY_HMAC_SHA_384_96] = MAC_HMAC_SHA_384,  [KEY_HMAC_SHA_512_96] = MAC_HMAC_SHA_512,
    };
    return functions[algorithm];
}

struct mac *traffic_key_open(const struct traffic_key *key)
{
    return mac_new(traffic_key_function(key->algorithm), &(struct span){key->bytes, key->length});
}

void traffic_key_wipe(struct traffic_key *key)
{
    secret_wipe(key, sizeof *key);
}
