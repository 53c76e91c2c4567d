/* A TCP segment as its signer saw it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_SEGMENT_H
#define TCPAUTH_VERIFY_SEGMENT_H

#include "keys/keyring.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TCP_HEADER_LENGTH 20 /* without options, RFC 9293 section 3.1 */

/* The flags at offset 13, RFC 9293 section 3.1. */
enum segment_flag {
    FLAG_FIN = 0x01,
    FLAG_SYN = 0x02,
    FLAG_RST = 0x04,
    FLAG_PSH = 0x08,
    FLAG_ACK = 0x10,
    FLAG_URG = 0x20,
    FLAG_CWR = 0x80,
};

struct segment {
    struct end from, to;  /* the addresses of the pseudo-header: with a routing header or a source
                             route TO is the final destination */
    int64_t time;         /* when it was captured, microseconds since 1970 */
    const uint8_t *bytes; /* from the TCP header on; not owned */
    size_t captured;      /* bytes there are, at least the two ports */
    size_t length;        /* bytes there were on the wire; more than CAPTURED if TRUNCATED */
    bool truncated;       /* the frame is whole, but its IP header tells of more, as where a mirror
                             port cut it */
    bool fragment;        /* other fragments of its datagram are missing */
    bool quoted;          /* in an ICMP error */
    bool unsized;         /* its IP header gives no length: a network card is to split it */
};

/* Returns the length of the header with its options, in bytes, as the data offset says, or the
 * least there is if that was not captured. It may be more than LENGTH or less than
 * TCP_HEADER_LENGTH in a segment that is malformed. */
static inline size_t segment_header_length(const struct segment *segment)
{
    return segment->captured > 12 ? (size_t)(segment->bytes[12] >> 4) * 4 : TCP_HEADER_LENGTH;
}

/* Returns true if SEGMENT is the first of a connection: SYN without ACK. */
static inline bool segment_opens_connection(const struct segment *segment)
{
    return segment->captured > 13 && (segment->bytes[13] & (FLAG_SYN | FLAG_ACK)) == FLAG_SYN;
}

/* Returns true if it takes part in the opening of a connection: SYN, with or without ACK. */
static inline bool segment_has_syn(const struct segment *segment)
{
    return segment->captured > 13 && (segment->bytes[13] & FLAG_SYN);
}

/* Needs the flags to be captured. */
static inline uint32_t segment_sequence_number(const struct segment *segment)
{
    const uint8_t *at = segment->bytes + 4;
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* Returns true if SEGMENT could be whole in spite of what its IP header tells: its TCP header is.
 */
static inline bool segment_can_be_whole(const struct segment *segment)
{
    return segment->truncated && segment_header_length(segment) <= segment->captured;
}

/* Returns SEGMENT, of which at least the header was captured, as if nothing of it were missing. */
static inline struct segment segment_as_captured(const struct segment *segment)
{
    struct segment whole = *segment;
    whole.length = whole.captured;
    whole.truncated = false;
    return whole;
}

/* Returns the microseconds from one time to another, or as many as can be said: a file may claim
 * any times. */
static inline int64_t time_between(int64_t from, int64_t to)
{
    int64_t between;
    if (__builtin_sub_overflow(to, from, &between))
        return to > from ? INT64_MAX : INT64_MIN;
    return between;
}

static inline bool segment_is_cut_short(const struct segment *segment)
{
    return segment->captured < segment->length;
}

#endif
