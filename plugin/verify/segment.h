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

/* The flags at offset 13 of the header, RFC 9293 section 3.1. */
enum segment_flag {
    FLAG_FIN = 0x01,
    FLAG_SYN = 0x02,
    FLAG_RST = 0x04,
    FLAG_PSH = 0x08,
    FLAG_ACK = 0x10,
    FLAG_URG = 0x20,
    FLAG_ECE = 0x40,
    FLAG_CWR = 0x80,
};

struct segment {
    struct end from, to;  /* The addresses of the pseudo-header: with a routing header or a source
                             route, TO is the final destination. */
    int64_t time;         /* when it was captured, microseconds since 1970, or KEY_TIME_UNKNOWN */
    const uint8_t *bytes; /* from the TCP header on; owned elsewhere */
    size_t captured;      /* bytes that were captured, at least the two ports */
    size_t length;        /* bytes on the wire; more than CAPTURED if the segment was truncated */
    bool truncated; /* the frame claims to be whole, but its IP header has a greater length, as when
                       a mirror port cut off the end */
    bool fragment;  /* other fragments of its datagram are missing */
    bool quoted;    /* in an ICMP error message */
    bool zero_ip_length; /* its IP header gives no length: the NIC is to split it */
    bool reassembled;    /* it was carried in several packets, such as IP fragments, so no NIC
                            is to split it */
};

/* Returns the length of the header with its options in bytes, from the data offset; the minimum, if
 * that was not captured. In a malformed segment the result may be more than LENGTH or less than
 * TCP_HEADER_LENGTH. */
static inline size_t segment_header_length(const struct segment *segment)
{
    return segment->captured > 12 ? (size_t)(segment->bytes[12] >> 4) * 4 : TCP_HEADER_LENGTH;
}

/* Returns true if SEGMENT is the first of a connection: a SYN without ACK. */
static inline bool segment_opens_connection(const struct segment *segment)
{
    return segment->captured > 13 && (segment->bytes[13] & (FLAG_SYN | FLAG_ACK)) == FLAG_SYN;
}

/* Returns true if SEGMENT is part of a handshake: a SYN, with or without ACK. */
static inline bool segment_has_syn(const struct segment *segment)
{
    return segment->captured > 13 && (segment->bytes[13] & FLAG_SYN);
}

/* Returns the sequence number of SEGMENT, which must be captured. */
static inline uint32_t segment_sequence_number(const struct segment *segment)
{
    const uint8_t *at = segment->bytes + 4;
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* Returns true if SEGMENT could be whole although its IP header gives a greater length: at least
 * its TCP header is whole. */
static inline bool segment_can_be_whole(const struct segment *segment)
{
    return segment->truncated && segment_header_length(segment) <= segment->captured;
}

/* Returns SEGMENT as if its captured bytes were all of it. Its header must be captured. */
static inline struct segment segment_as_captured(const struct segment *segment)
{
    struct segment whole = *segment;
    whole.length = whole.captured;
    whole.truncated = false;
    return whole;
}

/* Returns the microseconds from FROM to TO, limited to the range of the type: a file may claim any
 * times. */
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
