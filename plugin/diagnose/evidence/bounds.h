/* The limits of the diagnosis. Each limit is reported once per capture, at the segment that reached
 * it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_EVIDENCE_BOUNDS_H
#define TCPAUTH_DIAGNOSE_EVIDENCE_BOUNDS_H

#include <stdint.h>

enum bound {
    BOUND_NOTES,     /* segments with a note, that is, more to remember than a verdict */
    BOUND_PROOFS,    /* different proofs */
    BOUND_TWINS,     /* segments that wait for a twin */
    BOUND_COPIES,    /* twins of one segment */
    BOUND_PIECES,    /* memory for segments that may be pieces */
    BOUND_ROLLOVERS, /* key rollovers between two peers */
    BOUND_SEARCHES,  /* bytes hashed in search of causes */
    BOUNDS,          /* their number */
};

/* The position of a segment in the capture; see struct evidence. */
struct occasion {
    uint32_t number; /* of the frame; 0: none */
    uint32_t layer;
};

/* The limits that one diagnosis has reached; initialise to {0}. */
struct bounds {
    struct occasion current; /* of the segment that is being examined */
    struct occasion reached[BOUNDS];
};

/* Sets the segment at which limits are recorded from now on. */
void bounds_begin(struct bounds *bounds, struct occasion occasion);

/* Records that the current segment reached BOUND, unless an earlier one did. */
void bounds_reach(struct bounds *bounds, enum bound bound);

/* Returns a bit for each enum bound that the segment at OCCASION reached. */
uint16_t bounds_reached_at(const struct bounds *bounds, struct occasion occasion);

/* Returns a sentence on what is not found beyond BOUND. Returns a static string; do not free it. */
const char *bound_sentence(enum bound bound);

#endif
