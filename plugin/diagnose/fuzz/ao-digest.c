/* The MAC of TCP-AO, computed by GLib: RFC 5925 sections 5.1 and 5.2, RFC 5926 section 3.1.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ao-digest.h"

#include "plugin/verify/message.h"

#include <string.h>

#define PROTOCOL_TCP 6

/* Sets *HASH to GLib's hash of ALGORITHM. Returns false if GLib has none. */
static bool hash_of(enum key_algorithm algorithm, GChecksumType *hash)
{
    switch (algorithm) {
    case KEY_HMAC_SHA_1_96:
        *hash = G_CHECKSUM_SHA1;
        return true;
    case KEY_HMAC_SHA_256_96:
    case KEY_HMAC_SHA_256_128:
        *hash = G_CHECKSUM_SHA256;
        return true;
    case KEY_HMAC_SHA_384_96:
        *hash = G_CHECKSUM_SHA384;
        return true;
    case KEY_HMAC_SHA_512_96:
        *hash = G_CHECKSUM_SHA512;
        return true;
    case KEY_HMAC_MD5_96:
        *hash = G_CHECKSUM_MD5;
        return true;
    default:
        return false;
    }
}

static void add(GHmac *hmac, const void *bytes, size_t length)
{
    if (length > 0)
        g_hmac_update(hmac, bytes, (gssize)length);
}

static void add_number(GHmac *hmac, uint32_t number, unsigned bytes)
{
    for (unsigned i = bytes; i-- > 0;)
        add(hmac, &(uint8_t){(uint8_t)(number >> 8 * i)}, 1);
}

static void add_addresses(GHmac *hmac, const struct segment *segment)
{
    add(hmac, segment->from.address.bytes, segment->from.address.length);
    add(hmac, segment->to.address.bytes, segment->to.address.length);
}

static size_t finish(GHmac *hmac, uint8_t result[static AO_DIGEST_MAX])
{
    gsize length = AO_DIGEST_MAX;
    g_hmac_get_digest(hmac, result, &length);
    g_hmac_unref(hmac);
    return length;
}

/* Stores the traffic key. Returns its length. */
static size_t derive(GChecksumType hash, const struct segment *segment, const struct key *key,
                     const struct ao_terms *terms, uint8_t result[static AO_DIGEST_MAX])
{
    size_t length;
    const uint8_t *master = secret_bytes(key->secret, &length);
    GHmac *hmac = g_hmac_new(hash, master, length);

    add(hmac, "\1TCP-AO", 7);
    add_addresses(hmac, segment);
    add_number(hmac, segment->from.port, 2);
    add_number(hmac, segment->to.port, 2);
    add_number(hmac, terms->from_isn, 4);
    add_number(hmac, terms->to_isn, 4);
    add_number(hmac, 8 * (uint32_t)g_checksum_type_get_length(hash), 2);
    return finish(hmac, result);
}

static void add_pseudo_header(GHmac *hmac, const struct segment *segment)
{
    const bool six = segment->from.address.length == 16;
    const uint32_t length = (uint32_t)segment->length;

    add_addresses(hmac, segment);
    add_number(hmac, six ? length : PROTOCOL_TCP, six ? 4 : 2);
    add_number(hmac, six ? PROTOCOL_TCP : length, six ? 4 : 2);
}

size_t ao_digest_of(const struct segment *segment, const struct signature *signature,
                    const struct key *key, const struct ao_terms *terms,
                    uint8_t mac[static AO_DIGEST_MAX])
{
    const size_t header = segment_header_length(segment);
    GChecksumType hash;

    if (!hash_of(key->algorithm, &hash))
        return 0;
    uint8_t *bytes = g_memdup2(segment->bytes, segment->length);
    uint8_t *at = bytes + (signature->mac - segment->bytes);
    const size_t length = derive(hash, segment, key, terms, mac);
    GHmac *hmac = g_hmac_new(hash, mac, length);
    memset(at, 0, signature->length);
    memset(bytes + HEADER_CHECKSUM, 0, 2);
    add_number(hmac, terms->extension, 4);
    add_pseudo_header(hmac, segment);
    add(hmac, bytes, TCP_HEADER_LENGTH);
    if (terms->options_covered)
        add(hmac, bytes + TCP_HEADER_LENGTH, header - TCP_HEADER_LENGTH);
    else
        add(hmac, at - 4, 4u + signature->length);
    add(hmac, bytes + header, segment->length - header);
    g_free(bytes);
    return finish(hmac, mac);
}
