/* The key derivation function (KDF) of TCP-AO: of RFC 5926 section 3.1, or, with HKDF and KMAC256,
 * of draft-ietf-tcpm-tcp-ao-algs-07.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "kdf.h"

#include <string.h>

static const uint8_t zeros[MAC_MAX_LENGTH]; /* a key */

struct kdf {
    enum key_algorithm algorithm;
    struct mac *mac; /* has the master key, or the key extracted from it */
};

static enum mac_function function_of(enum key_algorithm algorithm)
{
    return algorithm == KEY_KMAC256_128 ? MAC_KMAC256_KDF : traffic_key_function(algorithm);
}

bool kdf_is_available(enum key_algorithm algorithm)
{
    return mac_is_available(function_of(algorithm));
}

/* Sets the key of MAC, which has one of zeros, to the MAC of MASTER_KEY. Returns false on error. */
static bool extract_key(struct mac *mac, const struct span *master_key)
{
    uint8_t extracted[MAC_MAX_LENGTH];
    const size_t length = mac_compute(mac, &(struct mac_input){master_key, 1}, extracted);
    const bool any = length > 0 && mac_set_key(mac, &(struct span){extracted, length});

    secret_wipe(extracted, sizeof extracted);
    return any;
}

/* Returns true if the KDF extracts a key from MASTER_KEY. RFC 5869 section 2.2 always does; RFC
 * 5926 section 3.1.1.2 does if AES cannot take the master key unchanged. */
static bool needs_extract(enum key_algorithm algorithm, const struct span *master_key)
{
    return algorithm == KEY_HKDF_SHA_256_128 ||
           (algorithm == KEY_AES_128_CMAC_96 && master_key->length != mac_length(MAC_AES_128_CMAC));
}

struct kdf *kdf_new(enum key_algorithm algorithm, const struct secret *master_key)
{
    const enum mac_function function = function_of(algorithm);
    struct kdf *kdf = g_new(struct kdf, 1);

    *kdf = (struct kdf){algorithm, mac_new(function, &(struct span){zeros, mac_length(function)})};
    if (kdf->mac && kdf_set_key(kdf, master_key))
        return kdf;
    kdf_free(kdf);
    return NULL;
}

bool kdf_set_key(struct kdf *kdf, const struct secret *master_key)
{
    struct span key;
    key.bytes = secret_bytes(master_key, &key.length);

    if (!needs_extract(kdf->algorithm, &key))
        return mac_set_key(kdf->mac, &key);
    return mac_set_key(kdf->mac, &(struct span){zeros, mac_length(function_of(kdf->algorithm))}) &&
           extract_key(kdf->mac, &key);
}

void kdf_free(struct kdf *kdf)
{
    if (!kdf)
        return;
    mac_free(kdf->mac);
    g_free(kdf);
}

#define LABEL          "TCP-AO"
#define LABEL_LENGTH   (sizeof LABEL - 1)
#define CONTEXT_LENGTH (2 * 16 + 2 * 2 + 2 * 4) /* bytes with IPv6; fewer with IPv4 */
#define MAX_NUMBER     4                        /* octets of the counter, and of the length */

G_STATIC_ASSERT(sizeof LABEL + CONTEXT_LENGTH + 2 * MAX_NUMBER <= KDF_INPUT_LENGTH);

static const uint8_t label[] = LABEL;

const struct kdf_derivation kdf_derivations[KDF_DERIVATIONS] = {
    {NULL, {1, 1}, {label, LABEL_LENGTH}, 2, false, false, false},
    {"the counter has 4 octets", {4, 1}, {label, LABEL_LENGTH}, 2, false, false, false},
    {"the counter begins with 0", {1, 0}, {label, LABEL_LENGTH}, 2, false, false, false},
    {"there is no counter", {0, 0}, {label, LABEL_LENGTH}, 2, false, false, false},
    {"there is no label", {1, 1}, {NULL, 0}, 2, false, false, false},
    {"the label ends with a zero octet", {1, 1}, {label, sizeof label}, 2, false, false, false},
    {"the length is in octets", {1, 1}, {label, LABEL_LENGTH}, 2, true, false, false},
    {"there is no length", {1, 1}, {label, LABEL_LENGTH}, 0, false, false, false},
    {"the length has 4 octets", {1, 1}, {label, LABEL_LENGTH}, 4, false, false, false},
    {"the context has no ports", {1, 1}, {label, LABEL_LENGTH}, 2, false, true, false},
    {"the master key itself is the traffic key", {0, 0}, {NULL, 0}, 0, false, false, true},
};

/* Writes the LENGTH low octets of NUMBER at AT. Returns where they end. */
static uint8_t *put_number(uint8_t *at, uint32_t number, unsigned length)
{
    for (unsigned i = length; i-- > 0;)
        *at++ = (uint8_t)(number >> 8 * i);
    return at;
}

static uint8_t *put_address(uint8_t *at, const struct ip_address *address)
{
    memcpy(at, address->bytes, address->length);
    return at + address->length;
}

/* RFC 5925 section 5.2:
 *
 *     +--------+-------------+-------------+------------------+------------+-----------------+
 *     | source | destination | source port | destination port | source ISN | destination ISN |
 *     +--------+-------------+-------------+------------------+------------+-----------------+
 *      4 or 16     4 or 16          2               2               4               4
 */
static uint8_t *put_context(uint8_t *at, const struct traffic_context *context)
{
    at = put_address(at, &context->from);
    at = put_address(at, &context->to);
    if (!kdf_derivations[context->derivation].no_ports) {
        at = put_number(at, context->from_port, 2);
        at = put_number(at, context->to_port, 2);
    }
    at = put_number(at, context->from_isn, 4);
    return put_number(at, context->to_isn, 4);
}

/* Writes the input of RFC 5926 section 3.1.1 at AT: a block counter, a label that names the
 * protocol, the context, and the number of bits wanted (those of LENGTH octets). Returns where it
 * ends. */
static uint8_t *put_rfc5926(uint8_t *at, size_t length, const struct traffic_context *context)
{
    const struct kdf_derivation *derivation = &kdf_derivations[context->derivation];
    const struct span name = derivation->label;

    at = put_number(at, derivation->counter.value, derivation->counter.length);
    if (name.length > 0)
        memcpy(at, name.bytes, name.length);
    at = put_context(at + name.length, context);
    return put_number(at, (uint32_t)(derivation->size_in_octets ? length : 8 * length),
                      derivation->size_length);
}

size_t kdf_input(enum key_algorithm algorithm, const struct traffic_context *context,
                 uint8_t bytes[static KDF_INPUT_LENGTH])
{
    uint8_t *at = bytes;

    switch (algorithm) {
    case KEY_KMAC256_128:
        at = put_context(at, context);
        break;
    case KEY_HKDF_SHA_256_128:
        at = put_context(at, context);
        *at++ = 1;
        break;
    default:
        at = put_rfc5926(at, mac_length(function_of(algorithm)), context);
    }
    return (size_t)(at - bytes);
}

bool kdf_derive(struct kdf *kdf, const struct traffic_context *context, struct traffic_key *key)
{
    uint8_t bytes[KDF_INPUT_LENGTH];
    const struct span input = {bytes, kdf_input(kdf->algorithm, context, bytes)};

    key->algorithm = kdf->algorithm;
    key->length = mac_compute(kdf->mac, &(struct mac_input){&input, 1}, key->bytes);
    if (key->length > 0)
        return true;
    traffic_key_wipe(key);
    return false;
}
