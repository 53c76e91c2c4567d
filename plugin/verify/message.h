/* What the signer of a segment hashes before the key, RFC 2385 section 2.0.
 *
 * A message is a value. The diagnosis changes copies of it to find out what the digest would be for
 * a different segment.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_MESSAGE_H
#define TCPAUTH_VERIFY_MESSAGE_H

#include "segment.h"

/* Bytes that are owned elsewhere. */
struct span {
    const uint8_t *bytes;
    size_t length;
};

struct message {
    struct ip_address from, to;        /* of the pseudo-header, of one address family */
    uint32_t length;                   /* of the header and the data, as in the pseudo-header */
    uint8_t header[TCP_HEADER_LENGTH]; /* with a checksum of zero */
    struct span options; /* hashed after the header; empty, since RFC 2385 excludes them */
    struct span data;
};

/* The offsets of the fields of a TCP header, RFC 9293 section 3.1. */
enum header_offset {
    HEADER_SOURCE_PORT = 0,
    HEADER_DESTINATION_PORT = 2,
    HEADER_SEQUENCE_NUMBER = 4,
    HEADER_ACKNOWLEDGMENT_NUMBER = 8,
    HEADER_DATA_OFFSET = 12,
    HEADER_FLAGS = 13,
    HEADER_WINDOW = 14,
    HEADER_CHECKSUM = 16,
    HEADER_URGENT_POINTER = 18,
};

/* Return and set the 32-bit number at OFFSET of HEADER. */
static inline uint32_t header_number(const uint8_t *header, enum header_offset offset)
{
    const uint8_t *at = header + offset;
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static inline void header_set_number(uint8_t *header, enum header_offset offset, uint32_t number)
{
    for (unsigned i = 0; i < 4; i++)
        header[offset + i] = (uint8_t)(number >> (24 - 8 * i));
}

/* Returns the twelve bits after the data offset of HEADER. */
static inline uint32_t header_flags(const uint8_t *header)
{
    return (header[HEADER_DATA_OFFSET] & 0x0fu) << 8 | header[HEADER_FLAGS];
}

/* Returns the window in the header of SEGMENT. */
static inline uint16_t segment_window(const struct segment *segment)
{
    return (uint16_t)(segment->bytes[HEADER_WINDOW] << 8 | segment->bytes[HEADER_WINDOW + 1]);
}

/* Returns the number of sequence numbers that SEGMENT occupies. Its flags must be captured. */
static inline uint32_t segment_span(const struct segment *segment)
{
    const uint8_t flags = segment->bytes[HEADER_FLAGS];
    return (uint32_t)(segment->length - segment_header_length(segment)) + !!(flags & FLAG_SYN) +
           !!(flags & FLAG_FIN);
}

/* Returns the data of SEGMENT, whose header must be captured. If not all of the data were, the
 * bytes end before the length does. */
static inline struct span segment_data(const struct segment *segment)
{
    const size_t header = segment_header_length(segment);
    return (struct span){segment->bytes + header, segment->length - header};
}

/* Returns the message of SEGMENT, which must be captured whole. It points into the segment's
 * bytes. */
struct message message_of(const struct segment *segment);

#define MESSAGE_HEADERS_LENGTH (2 * 16 + 8 + TCP_HEADER_LENGTH) /* with IPv6; fewer with IPv4 */

/* Writes the pseudo-header and the header without options, which are hashed first. Returns their
 * length. */
size_t message_headers(const struct message *message, uint8_t bytes[static MESSAGE_HEADERS_LENGTH]);

#endif
