/* The ways to sign a segment.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "scheme.h"

#include "kdf.h"
#include "traffic-keys.h"

#define MAX_TRAFFIC_KEYS 1024 /* of all connections together */
#define MAX_GUESSED      256 /* most guesses change the segment alone, and are made with each key */

struct hasher {
    struct md5 *md5;                             /* NULL if the system forbids MD5 */
    struct traffic_keys *traffic_keys, *guessed; /* for verdicts and for guesses */
    const struct reading *absorbed;              /* what MD5 has hashed, before any key; or NULL */
    unsigned left;                               /* how many keys may still be tried */
};

struct hasher *hasher_new(void)
{
    struct hasher *hasher = g_new0(struct hasher, 1);
    hasher->md5 = md5_new();
    hasher->traffic_keys = traffic_keys_new(MAX_TRAFFIC_KEYS);
    hasher->guessed = traffic_keys_new(MAX_GUESSED);
    return hasher;
}

void hasher_free(struct hasher *hasher)
{
    if (!hasher)
        return;
    md5_free(hasher->md5);
    traffic_keys_free(hasher->traffic_keys);
    traffic_keys_free(hasher->guessed);
    g_free(hasher);
}

struct md5 *hasher_md5(struct hasher *hasher)
{
    return hasher->md5;
}

void hasher_begin(struct hasher *hasher, unsigned tries)
{
    hasher->absorbed = NULL;
    hasher->left = tries;
}

static bool md5_is_available(const struct hasher *hasher, enum key_algorithm algorithm)
{
    (void)algorithm;
    return hasher->md5 != NULL;
}

/* MD5 has no traffic key: the secret itself is hashed last, RFC 2385 section 2.0. */
static size_t md5_compute(struct hasher *hasher, const struct reading *reading,
                          const struct key *key, uint8_t result[static MAC_MAX_LENGTH])
{
    const struct message *message = &reading->message.message;

    if (hasher->absorbed != reading) {
        md5_begin(hasher->md5);
        md5_absorb(hasher->md5, message);
    }
    if (hasher->left > 0)
        hasher->left--;
    hasher->absorbed = hasher->left > 0 ? reading : NULL;
    if (hasher->absorbed)
        md5_digest(hasher->md5, message, key->secret, result);
    else
        md5_last_digest(hasher->md5, key->secret, result);
    return DIGEST_LENGTH;
}

static size_t md5_guess(struct hasher *hasher, const struct reading *reading,
                        const struct guessed_key *guess, uint8_t result[static MAC_MAX_LENGTH])
{
    const struct secret *secret = guess->secret ? guess->secret : guess->key->secret;

    hasher->absorbed = NULL;
    md5_begin(hasher->md5);
    if (reading->key_first)
        md5_absorb_key(hasher->md5, secret);
    md5_absorb(hasher->md5, &reading->message.message);
    md5_last_digest(hasher->md5, reading->key_first ? NULL : secret, result);
    return DIGEST_LENGTH;
}

static bool ao_is_available(const struct hasher *hasher, enum key_algorithm algorithm)
{
    (void)hasher;
    return kdf_is_available(algorithm);
}

static size_t ao_compute(struct hasher *hasher, const struct reading *reading,
                         const struct key *key, uint8_t result[static MAC_MAX_LENGTH])
{
    struct mac *mac = traffic_keys_find(hasher->traffic_keys, key, &reading->context);
    return mac ? ao_message_mac(&reading->message, mac, result) : 0;
}

static size_t ao_guess(struct hasher *hasher, const struct reading *reading,
                       const struct guessed_key *guess, uint8_t result[static MAC_MAX_LENGTH])
{
    const struct key *key = guess->key;
    struct mac *mac;

    if (guess->secret || guess->algorithm)
        mac = traffic_keys_derive(hasher->guessed,
                                  guess->algorithm ? guess->algorithm : key->algorithm,
                                  guess->secret ? guess->secret : key->secret, &reading->context);
    else
        mac = traffic_keys_find(hasher->guessed, key, &reading->context);
    return mac ? ao_message_mac(&reading->message, mac, result) : 0;
}

#define AO                                                \
    {                                                     \
        SIGNING_AO, ao_is_available, ao_compute, ao_guess \
    }

const struct scheme schemes[KEY_ALGORITHMS] = {
    [KEY_MD5] = {SIGNING_MD5, md5_is_available, md5_compute, md5_guess},
    [KEY_HMAC_SHA_1_96] = AO,
    [KEY_AES_128_CMAC_96] = AO,
    [KEY_HMAC_SHA_256_96] = AO,
    [KEY_HMAC_SHA_256_128] = AO,
    [KEY_HKDF_SHA_256_128] = AO,
    [KEY_KMAC256_128] = AO,
    [KEY_HMAC_MD5_96] = AO,
    [KEY_HMAC_SHA_224_96] = AO,
    [KEY_HMAC_SHA_384_96] = AO,
    [KEY_HMAC_SHA_512_96] = AO,
};
