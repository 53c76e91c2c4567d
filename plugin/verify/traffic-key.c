/* The traffic keys of TCP-AO, RFC 5925 section 5.2.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "traffic-key.h"

#include <string.h>

bool traffic_context_equal(const struct traffic_context *a, const struct traffic_context *b)
{
    return memcmp(&a->from, &b->from, sizeof a->from) == 0 &&
           memcmp(&a->to, &b->to, sizeof a->to) == 0 && a->from_port == b->from_port &&
           a->to_port == b->to_port && a->from_isn == b->from_isn && a->to_isn == b->to_isn &&
           a->derivation == b->derivation;
}

void traffic_context_turn(struct traffic_context *context)
{
    const struct traffic_context before = *context;

    context->from = before.to;
    context->from_port = before.to_port;
    context->to = before.from;
    context->to_port = before.from_port;
}

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
