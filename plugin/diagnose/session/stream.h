/* What one peer acknowledges of the other's signed segments: who acknowledges accepts the
 * signature.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_SESSION_STREAM_H
#define TCPAUTH_DIAGNOSE_SESSION_STREAM_H

#include "plugin/verify/message.h"

/* What was sent one way and is waited for the other way; initialise to {0}. */
struct flight {
    bool begun;
    uint32_t acknowledged; /* the next sequence number that the receiver expects */
    uint32_t next;         /* behind the last signed segment */
    uint32_t long_next;    /* behind the last one that will break */
    unsigned long_count;   /* of these that are not acknowledged */
};

/* One connection, as the segments say by their ports; initialise to {0}. */
struct stream {
    bool opened; /* a SYN was seen, with this sequence number */
    uint32_t isn;
    struct flight flights[2];
};

/* What an acknowledgment tells. */
struct acceptance {
    bool accepts;          /* it acknowledges signed data, a SYN or a FIN for the first time */
    unsigned long_accepts; /* so many segments that will break */
};

/* Records that SEGMENT, which is signed, was sent. WILL_BREAK says whether it is too long. */
void flight_send(struct flight *flight, const struct segment *segment, bool will_break);

/* Returns what SEGMENT, which goes the other way, acknowledges. */
struct acceptance flight_receive(struct flight *flight, const struct segment *segment);

#endif
