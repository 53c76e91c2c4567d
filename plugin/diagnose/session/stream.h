/* What one peer acknowledges of the other's signed segments. A peer that acknowledges a segment has
 * accepted its signature.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_SESSION_STREAM_H
#define TCPAUTH_DIAGNOSE_SESSION_STREAM_H

#include "plugin/verify/message.h"

/* What was sent in one direction and is to be acknowledged in the other; initialise to {0}. */
struct flight {
    bool begun;
    uint32_t acknowledged; /* the next sequence number that the receiver expects */
    uint32_t next;         /* the sequence number after the last signed segment */
    uint32_t long_next;    /* the sequence number after the last one that will break */
    unsigned long_count;   /* how many of the latter are unacknowledged */
};

/* One connection, identified by its ports; initialise to {0}. */
struct stream {
    bool opened;     /* a SYN was captured, with sequence number ISN */
    unsigned number; /* of the connections of its session so far, with it */
    uint32_t isn;
    struct flight flights[2];
};

/* What an acknowledgment shows. */
struct acceptance {
    bool accepts;          /* it acknowledges signed data, a signed SYN or FIN for the first time */
    unsigned long_accepts; /* how many segments that will break it acknowledges */
};

/* Records that SEGMENT, which is signed, was sent. WILL_BREAK says whether it is too long for the
 * receiver. Returns true if SEGMENT awaits an acknowledgment. */
bool flight_send(struct flight *flight, const struct segment *segment, bool will_break);

/* Returns what SEGMENT, of the other direction, acknowledges. */
struct acceptance flight_receive(struct flight *flight, const struct segment *segment);

#endif
