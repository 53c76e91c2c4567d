/* Whether one use of two ends' ports is signed, from the SYN that opens it to the next.
 *
 * One signed segment does not make it so: anybody who sees a connection can add one.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_USAGE_H
#define TCPAUTH_VERIFY_USAGE_H

#include "finding.h"
#include "segment.h"

/* Initialise to {0}. */
struct usage {
    enum signing signing; /* of its first signed segment */
    bool opened;          /* an unsigned SYN was seen, */
    bool answered;        /* and an unsigned SYN-ACK after it */
    bool settled;         /* the handshake shows whether it is signed */
    bool outnumbered;     /* unsigned segments are in the majority or, if settled, so began it */
    uint8_t opener;       /* the direction of that SYN, 0 or 1 */
    uint8_t with[2];      /* signed segments of each direction, up to 255 */
};

/* How many unsigned segments were seen, without SYN, in the direction of a segment, that one
 * included, and in the other direction; each up to 255. */
struct unsigned_counts {
    uint8_t own, other;
    uint8_t direction; /* of the segment: 0 or 1 */
};

/* Notes in USAGE a segment that is signed as SIGNING says; its flags must be captured. */
void usage_note(struct usage *usage, const struct segment *segment, enum signing signing,
                const struct unsigned_counts *counts);

/* Returns how the connection is signed, as far as is known. A segment of the handshake decides: if
 * one is signed, the connection is; if SYN, SYN-ACK and the ACK of it are unsigned, it is not.
 * Without them, a connection is signed if the majority of one direction's segments is. */
enum signing usage_signing(const struct usage *usage);

#endif
