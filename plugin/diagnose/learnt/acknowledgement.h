/* Whether the receiver acknowledges what is sent. A good segment that is retransmitted many times
 * was dropped by its receiver, or never reached it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_LEARNT_ACKNOWLEDGEMENT_H
#define TCPAUTH_DIAGNOSE_LEARNT_ACKNOWLEDGEMENT_H

#include "plugin/verify/message.h"

/* What was sent in one direction since the connection was opened; initialise to {0}. */
struct acknowledgement {
    bool begun;
    bool stopped;          /* the receiver's window is 0 */
    uint16_t times;        /* how often REPEATED was retransmitted, up to the maximum */
    uint32_t repeated;     /* the sequence number of the last unacknowledged segment */
    int64_t time;          /* when that was sent last */
    uint32_t next;         /* the sequence number after everything sent */
    uint32_t acknowledged; /* the receiver has everything before this */
};

/* Records that SEGMENT was sent. Returns the number of its unacknowledged retransmissions so far; 0
 * if it is new or needs no acknowledgment. */
unsigned acknowledgement_send(struct acknowledgement *acknowledgement,
                              const struct segment *segment);

/* Records SEGMENT of the other direction, which may acknowledge. */
void acknowledgement_receive(struct acknowledgement *acknowledgement,
                             const struct segment *segment);

#endif
