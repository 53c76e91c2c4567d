/* Reads the names of TCP-AO's algorithms in configurations.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ao-algorithm.h"

#include <string.h>

const char ao_algorithm_unknown[] = "its algorithm is not one of TCP-AO's that are known here";

/* SHA-256 without a length has a MAC of 12 octets, as Linux gives it to BIRD and ExaBGP. */
static const struct {
    const char *name; /* in lower case, without punctuation */
    enum key_algorithm algorithm;
    uint8_t mac_length; /* or 0 */
} names[] = {
    {"hmacsha1", KEY_HMAC_SHA_1_96, 0},       {"hmacsha196", KEY_HMAC_SHA_1_96, 0},
    {"hmacsha112", KEY_HMAC_SHA_1_96, 0}, /* VRP: octets */
    {"hmacsha120", KEY_HMAC_SHA_1_96, 20},    {"aes128cmac", KEY_AES_128_CMAC_96, 0},
    {"aes128cmac96", KEY_AES_128_CMAC_96, 0}, {"cmacaes128", KEY_AES_128_CMAC_96, 0},
    {"sha256", KEY_HMAC_SHA_256_96, 0},       {"hmacsha256", KEY_HMAC_SHA_256_96, 0},
    {"hmacsha25696", KEY_HMAC_SHA_256_96, 0}, {"hmacsha256128", KEY_HMAC_SHA_256_128, 0},
    {"kmac256128", KEY_KMAC256_128, 0},       {"hmacmd5", KEY_HMAC_MD5_96, 0},
    {"hmacsha224", KEY_HMAC_SHA_224_96, 0},   {"hmacsha384", KEY_HMAC_SHA_384_96, 0},
    {"hmacsha512", KEY_HMAC_SHA_512_96, 0},
};

/* Returns true if TEXT of LENGTH bytes differs from NAME only in case and punctuation. */
static bool is_name(const char *name, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (g_ascii_isalnum(text[i]) && g_ascii_tolower(text[i]) != *name++)
            return false;
    return *name == '\0';
}

bool ao_algorithm_set(struct key *key, const char *name, size_t length)
{
    key->algorithm = KEY_HMAC_SHA_1_96;
    for (unsigned i = 0; i < G_N_ELEMENTS(names); i++)
        if (is_name(names[i].name, name, length)) {
            key->algorithm = names[i].algorithm;
            key->mac_length = names[i].mac_length;
            return true;
        }
    return false;
}
