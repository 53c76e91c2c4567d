/* A small keyring, and segments as ends sign them and as what is between them changes them.
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
    const struct key *signer; /* whose digest or MAC it has as it stands; NULL if it was signed
                                 otherwise, changed since, or not at all */
};

struct traffic {
    struct tape *tape;
    struct keyring *ring;
    GPtrArray *sent; /* struct sent */
    /* By connection and direction: sequence numbers, where they began, and how often they wrapped.
     */
    uint32_t next[16], isns[16], wraps[16];
    int64_t time; /* of the last one */
    bool points;  /* the file names its points of capture */
};

/* The keys that TAPE begins with. */
void traffic_begin(struct traffic *traffic, struct tape *tape);

/* The next segment on the tape, which must not have ended; NULL if there is nothing to send. The
 * result is owned by TRAFFIC. */
const struct sent *traffic_next(struct traffic *traffic);

void traffic_end(struct traffic *traffic);

#endif
