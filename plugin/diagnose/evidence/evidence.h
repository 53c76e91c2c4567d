/* What is known when a segment's signature is to be explained.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_EVIDENCE_EVIDENCE_H
#define TCPAUTH_DIAGNOSE_EVIDENCE_EVIDENCE_H

#include "point.h"
#include "twin.h"
#include "windows.h"
#include "plugin/verify/verify.h"

/* Microseconds. No device takes so long to pass on a segment, and hardly two clocks in one capture
 * differ so: a copy that comes later was sent again. */
#define MUCH_LATER (60 * G_TIME_SPAN_SECOND)

/* A device that adds a random number to the sequence numbers does not take so long, and the number
 * is hardly ever so small: a copy that comes later, and whose numbers differ by less, was sent
 * again, too. */
#define LATER     (500 * G_TIME_SPAN_MILLISECOND)
#define MAX_AHEAD (1u << 20)
/* Nor does such a device change acknowledgment numbers alone by so little: a copy that comes no
 * sooner than a retransmission, with a newer one, was sent again. */
#define RETRANSMITTED (200 * G_TIME_SPAN_MILLISECOND)

struct addresses;
struct renumbering;
struct variants;

/* The candidates of a segment's kind of signature that its receiver may have been configured to
 * try. Keys for MD5 have no KeyID, and so every one. */
struct receiver_keys {
    bool are_known;
    const struct key *valid; /* the first valid one with the segment's KeyID; or NULL */
    const struct key
        *configured; /* the first one with the KeyID, otherwise the first one at all; or NULL */
};

/* One segment, and what is known of its sender and its connection. It owns none of this. */
struct evidence {
    const struct segment *segment;
    uint32_t number; /* of its frame */
    uint32_t layer;  /* the layer in the frame: a segment may carry another */
    struct point point;
    const struct signature_options *options;
    const uint8_t *digest; /* the MD5 digest received; NULL if the segment is not signed with MD5 */
    const struct flow *flow; /* its connection, with the candidates */
    const struct keyring *keyring;
    /* set by the diagnosis: */
    const struct addresses *addresses;
    struct variants *variants;             /* made before; NULL: a guess makes its own */
    unsigned mss;                          /* the MSS that the receiver announced; 0 if unknown */
    const struct renumbering *own, *other; /* of the sender's and the receiver's sequence numbers */
    struct windows windows;                /* of the segment's direction */
    const struct snapshot *elsewhere; /* the same segment, captured before or elsewhere; or NULL */
    bool is_sent_again; /* ELSEWHERE is from the same capture point, and was_sent_again() is true */
    struct receiver_keys receiver_keys;
};

/* Returns true if a segment is not the one that was captured TIME before, with a sequence number
 * that was SHIFT less and an acknowledgment number that was ACKNOWLEDGED less, but was sent again
 * with other numbers. */
static inline bool was_sent_again(int64_t time, uint32_t shift, uint32_t acknowledged)
{
    return time >= MUCH_LATER ||
           (time >= LATER && shift != 0 && (shift <= MAX_AHEAD || 0 - shift <= MAX_AHEAD)) ||
           (time >= RETRANSMITTED && shift == 0 && acknowledged != 0 && acknowledged <= MAX_AHEAD);
}

#endif
