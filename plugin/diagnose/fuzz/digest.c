/* The digest of what was signed, computed by GLib.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "digest.h"

#include <string.h>

#define PROTOCOL_TCP 6

static void digest_add(GChecksum *md5, const void *bytes, size_t length)
{
    if (length > 0)
        g_checksum_update(md5, bytes, (gssize)length);
}

static void add_number(GChecksum *md5, uint32_t number, unsigned bytes)
{
    for (unsigned i = bytes; i-- > 0;)
        digest_add(md5, &(uint8_t){(uint8_t)(number >> 8 * i)}, 1);
}

/* Adds MESSAGE: RFC 2385 section 2.0, for IPv6 with the pseudo-header of RFC 8200 section 8.1. */
static void add_message(GChecksum *md5, const struct message *message)
{
    const bool six = message->from.length == 16;

    digest_add(md5, message->from.bytes, message->from.length);
    digest_add(md5, message->to.bytes, message->to.length);
    add_number(md5, six ? message->length : PROTOCOL_TCP, six ? 4 : 2);
    add_number(md5, six ? PROTOCOL_TCP : message->length, six ? 4 : 2);
    digest_add(md5, message->header, TCP_HEADER_LENGTH);
    digest_add(md5, message->options.bytes, message->options.length);
    digest_add(md5, message->data.bytes, message->data.length);
}

void digest_of(const struct message *message, const struct secret *secret, bool key_first,
               uint8_t digest[static DIGEST_LENGTH])
{
    GChecksum *md5 = g_checksum_new(G_CHECKSUM_MD5);
    size_t length;
    const uint8_t *bytes = secret_bytes(secret, &length);

    if (key_first)
        digest_add(md5, bytes, length);
    add_message(md5, message);
    if (!key_first)
        digest_add(md5, bytes, length);
    length = DIGEST_LENGTH;
    g_checksum_get_digest(md5, digest, &length);
    g_checksum_free(md5);
}

bool digest_fits(const struct segment *segment, const struct secret *secret,
                 const uint8_t *received)
{
    const size_t header = segment_header_length(segment);
    uint8_t digest[DIGEST_LENGTH];
    struct message message = {
        .from = segment->from.address,
        .to = segment->to.address,
        .length = (uint32_t)segment->length,
        .data = {segment->bytes + header, segment->length - header},
    };

    memcpy(message.header, segment->bytes, TCP_HEADER_LENGTH);
    message.header[16] = message.header[17] = 0;
    digest_of(&message, secret, false, digest);
    return memcmp(digest, received, DIGEST_LENGTH) == 0;
}
