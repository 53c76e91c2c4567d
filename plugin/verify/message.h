/* What the signer of a segment hashes before the key, RFC 2385 section 2.0.
 *
 * A message is a value: the diagnosis changes copies of it, to ask what the digest would be if a
 * segment had been another when it was signed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_MESSAGE_H
#define TCPAUTH_VERIFY_MESSAGE_H

#include "segment.h"

/* Bytes that somebody else owns. */
struct span {
    const uint8_t *bytes;
    size_t length;
};

struct message {
    struct ip_address from, to;        /* of the pseudo-header, of one family */
    uint32_t length;                   /* of header and data, as the pseudo-header says */
    uint8_t header[TCP_HEADER_LENGTH]; /* its checksum zero */
    struct span options; /* hashed behind the header; empty, since RFC 2385 leaves them out */
    struct span data;
};

/* Where the fields of a TCP header are, RFC 9293 section 3.1. */
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

/* That of SEGMENT, which must be captured whole; it points into the segment's bytes. */
struct message message_of(const struct segment *segment);

#endif
