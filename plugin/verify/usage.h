/* Decides whether one use of a pair of ends is signed, from the SYN that opens it to the next such
 * SYN.
 *
 * One signed segment is not enough: anybody who sees a connection can insert one.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_USAGE_H
#define TCPAUTH_VERIFY_USAGE_H

#include "finding.h"
#include "segment.h"

/* Initialise to {0}. */
struct usage {
    uint8_t signing;      /* the enum signing of its first signed segment */
    bool opened : 1;      /* an unsigned SYN was captured */
    bool offered : 1;     /* only a SYN was signed so far */
    bool answered : 1;    /* an unsigned SYN-ACK was captured after one or the other */
    bool settled : 1;     /* the handshake has decided whether it is signed */
    bool outnumbered : 1; /* it counts as unsigned: by its handshake or, if not SETTLED, by
                             majority */
    uint8_t opener;       /* the direction of that SYN, 0 or 1 */
    uint8_t with[2];      /* signed segments in each direction, up to 255 */
};

/* The unsigned segments without SYN so far: in the direction of a segment, which is included, and
 * in the other direction; each up to 255. */
struct unsigned_counts {
    uint8_t own, other;
    uint8_t direction; /* of the segment: 0 or 1 */
};

/* Records SEGMENT, which is signed as SIGNING says. Its flags must be captured. */
void usage_note(struct usage *usage, const struct segment *segment, enum signing signing,
                const struct unsigned_counts *counts);

/* Returns how the connection is signed, as far as this is known. The handshake decides: the
 * connection is signed if a segment of it is, and unsigned if the SYN, the SYN-ACK and the ACK are
 * all unsigned. Without a handshake, the connection is signed if more segments are signed than
 * unsigned in at least one direction. If only the SYN is signed and the SYN-ACK is not, the
 * connection is unsigned unless the client signs more: then it requires signatures. */
enum signing usage_signing(const struct usage *usage);

#endif
