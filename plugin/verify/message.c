/* What the signer of a segment hashes before the key, RFC 2385 section 2.0.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "message.h"

#include <glib.h>
#include <string.h>

#define PROTOCOL_TCP 6

struct message message_of(const struct segment *segment)
{
    struct message message = {
        .from = segment->from.address,
        .to = segment->to.address,
        .length = (uint32_t)segment->length,
        .data = segment_data(segment),
    };
    memcpy(message.header, segment->bytes, TCP_HEADER_LENGTH);
    memset(message.header + HEADER_CHECKSUM, 0, 2);
    return message;
}

/* 1. The pseudo-header, whose length counts header and data.
 *
 *     IPv4, RFC 9293 section 3.1       IPv6, RFC 8200 section 8.1
 *     +--------------------------+     +--------------------------+
 *     |     source address       |     |   source address (16)    |
 *     +--------------------------+     +--------------------------+
 *     |   destination address    |     | destination address (16) |
 *     +------+----------+--------+     +--------------------------+
 *     | zero | protocol | length |     |        length (4)        |
 *     +------+----------+--------+     +---------------+----------+
 *        1        1         2          |    zero (3)   | protocol |
 *                                      +---------------+----------+
 */
static size_t pseudo_header(uint8_t *bytes, const struct message *message)
{
    const size_t size = message->from.length;
    const uint32_t length = g_htonl(message->length);
    uint8_t *at = bytes;

    memcpy(at, message->from.bytes, size);
    at += size;
    memcpy(at, message->to.bytes, size);
    at += size;
    if (size == 4) {
        *at++ = 0;
        *at++ = PROTOCOL_TCP;
        memcpy(at, (const uint8_t *)&length + 2, 2);
        return (size_t)(at + 2 - bytes);
    }
    memcpy(at, &length, 4);
    at += 4;
    memcpy(at, (const uint8_t[]){0, 0, 0, PROTOCOL_TCP}, 4);
    return (size_t)(at + 4 - bytes);
}

/* 2. The header without options, with a checksum of zero. */
size_t message_headers(const struct message *message, uint8_t bytes[static MESSAGE_HEADERS_LENGTH])
{
    const size_t at = pseudo_header(bytes, message);
    memcpy(bytes + at, message->header, TCP_HEADER_LENGTH);
    return at + TCP_HEADER_LENGTH;
}
