/* What the diagnosis gives up when it has reached one of its limits. Each limit is reported once
 * per capture, at the segment that reached it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_EVIDENCE_BOUNDS_H
#define TCPAUTH_DIAGNOSE_EVIDENCE_BOUNDS_H

#include <stdint.h>

enum bound {
    BOUND_NOTES,     /* segments with more to remember than a verdict */
    BOUND_PROOFS,    /* proofs that differ */
    BOUND_TWINS,     /* segments that wait for their twin */
    BOUND_COPIES,    /* twins of one segment */
    BOUND_PIECES,    /* data of segments that may be pieces */
    BOUND_ROLLOVERS, /* roll-overs of two peers */
    BOUNDS,          /* the number of limits */
};

/* Where a segment is; see struct evidence. */
struct occasion {
    uint32_t number; /* 0: nowhere */
    uint32_t layer;
};

/* The limits of one diagnosis; initialise to {0}. */
struct bounds {
    struct occasion current; /* the segment that is examined */
    struct occasion reached[BOUNDS];
};

/* Sets the segment at which limits are reached from now on. */
void bounds_begin(struct bounds *bounds, struct occasion occasion);

/* Records that BOUND is reached, unless it was reached before. */
void bounds_reach(struct bounds *bounds, enum bound bound);

/* Returns a bit for each enum bound that was reached at OCCASION. */
uint16_t bounds_reached_at(const struct bounds *bounds, struct occasion occasion);

/* Returns what is given up at BOUND, as a static string; do not free it. */
const char *bound_sentence(enum bound bound);

#endif
