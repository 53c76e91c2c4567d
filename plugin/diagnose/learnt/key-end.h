/* One end of a TCP-AO connection: which keys it signs with, which it asks for, and how far it has
 * come.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_LEARNT_KEY_END_H
#define TCPAUTH_DIAGNOSE_LEARNT_KEY_END_H

#include "key-change.h"
#include "plugin/verify/message.h"

/* A set of KeyIDs, one bit each. */
struct id_set {
    uint64_t words[4];
};

struct key_end {
    bool is_known; /* a segment of it was noted; otherwise all members are zero */
    bool opens;    /* that segment was a SYN without ACK, with sequence number ISN */
    uint32_t isn;
    bool reopens; /* a later segment was such a SYN, with ISN_AGAIN */
    uint32_t isn_again;
    bool acknowledges;           /* it has acknowledged ACKNOWLEDGED */
    uint32_t next, acknowledged; /* the greatest numbers; NEXT is the number after what it sent */
    uint8_t key_id, asks_for;
    const struct key *key; /* the key that verifies KEY_ID; or NULL */
    uint32_t asked_number; /* the frame and the time at which it first requested ASKS_FOR */
    int64_t asked_time;
    uint32_t changed_number; /* the frame since which it signs with KEY_ID without a request; 0 if
                                there was one */
    uint32_t changed_from;   /* the sequence number of that frame */
    struct id_set signed_with, asked;
    /* What the other end requests of this one while this one signs with another key: */
    struct key_request *request; /* or NULL */
    bool takes_numbers;          /* a requesting segment occupies sequence numbers, up to LIMIT */
    uint32_t limit;
    bool is_received;
};

/* Return whether SET has ID, and add it. */
bool id_set_has(const struct id_set *set, uint8_t id);
void id_set_add(struct id_set *set, uint8_t id);

/* Records that FROM sends SEGMENT to TO. Returns false if SEGMENT is a SYN on the ports of a known
 * connection. It may be replayed, so the ends are forgotten only when a further segment belongs to
 * the connection that it opens. */
bool key_end_begin(struct key_end *from, struct key_end *to, const struct segment *segment);

/* Returns true if another segment that FROM sent after SEGMENT was captured before, or may have
 * been. */
bool key_end_is_late(const struct key_end *from, const struct segment *segment);

/* Returns true if SEGMENT, which FROM sends, acknowledges a segment with the request to FROM. */
bool key_end_acknowledges_request(const struct key_end *from, const struct segment *segment);

/* Returns true if END has acknowledged sequence numbers beyond NUMBER. */
bool key_end_has_acknowledged(const struct key_end *end, uint32_t number);

/* Records how far the numbers of FROM have advanced with SEGMENT, which it sends. */
void key_end_advance(struct key_end *from, const struct segment *segment);

#endif
