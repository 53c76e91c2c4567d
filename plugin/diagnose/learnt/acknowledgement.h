/* Whether anybody acknowledges what is sent: a good segment that is sent again and again was
 * refused by its receiver, or never reached it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_LEARNT_ACKNOWLEDGEMENT_H
#define TCPAUTH_DIAGNOSE_LEARNT_ACKNOWLEDGEMENT_H

#include "plugin/verify/message.h"

/* Of what is sent in one direction of a connection since that was opened; zero at first. */
struct acknowledgement {
    bool begun;
    bool stopped;          /* the receiver has no room: its window is 0 */
    uint32_t next;         /* the sequence number behind all that was sent */
    uint32_t acknowledged; /* the receiver has all before it */
    uint32_t repeated;     /* the sequence number of what was sent last and not acknowledged */
    unsigned times;        /* how often it was sent again */
    int64_t time;          /* when it was sent last */
};

/* Records that SEGMENT was sent. Returns the number of its unacknowledged retransmissions so far; 0
 * if it is new or needs no acknowledgment. */
unsigned acknowledgement_send(struct acknowledgement *acknowledgement,
                              const struct segment *segment);

/* Takes a segment of the other direction. */
void acknowledgement_receive(struct acknowledgement *acknowledgement,
                             const struct segment *segment);

#endif
