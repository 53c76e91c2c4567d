/* A small keyring, and segments as their ends sign them and as devices on the path change them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_FUZZ_TRAFFIC_H
#define TCPAUTH_DIAGNOSE_FUZZ_TRAFFIC_H

#include "plugin/diagnose/evidence/twin.h"
#include "tape.h"

struct sent {
    struct segment segment; /* its bytes are owned */
    struct point point;
    const struct key *signer; /* whose digest or MAC it has unchanged; NULL if it was signed
                                 wrongly, changed, or not signed */
};

struct traffic {
    struct tape *tape;
    struct keyring *ring;
    GPtrArray *sent; /* of struct sent */
    /* By connection and direction: the next sequence numbers, the initial ones, and how often they
     * wrapped.
     */
    uint32_t next[16], isns[16], wraps[16];
    int64_t time; /* of the last segment */
    bool points;  /* the file names its capture points */
};

/* Sets up TRAFFIC with the keys at the beginning of TAPE. */
void traffic_begin(struct traffic *traffic, struct tape *tape);

/* Returns the next segment on the tape, which must not have ended; NULL if there is nothing to
 * send. Owned by TRAFFIC. */
const struct sent *traffic_next(struct traffic *traffic);

void traffic_end(struct traffic *traffic);

#endif
