/* The guesses about a TCP-AO segment that use the initial sequence numbers (ISNs) known to the
 * user.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_TOLD_H
#define TCPAUTH_VERIFY_TOLD_H

#include "reading.h"

/* The ISNs that one end of a segment may have: the user's, then the one that is assumed without the
 * user. */
struct told_end {
    const uint32_t *numbers;
    unsigned count;
    uint32_t otherwise;
    enum isn_origin origin; /* of OTHERWISE */
};

/* The guesses about one segment, and the index of the next. */
struct told {
    struct told_end from, to;
    uint32_t sequence;
    unsigned next, tried;
    unsigned cost;           /* of a guess: the number of keys that are tried */
    const struct flow *flow; /* which has the budget */
};

/* What all guesses in one capture may cost: about four seconds. */
#define TOLD_BUDGET 1000000

/* Takes the COST of a guess, in keys, from the budget of FLOW, which has no limit if it has none.
 * Returns false if the budget is too small. Only the first pass uses the budget, so that later
 * passes make the same guesses. */
bool told_afford(const struct flow *flow, unsigned cost);

/* Returns the guesses about SEGMENT, which is signed with TCP-AO. There are none for a SYN, or if
 * none of FLOW's ISNs is the user's. Each guess is tried with KEYS keys. */
struct told told_of(const struct segment *segment, const struct flow *flow, unsigned keys);

/* Stores the next guess in *TERMS. Returns false if there is none left. There are at most 256; with
 * more, the user's first ISNs are tried. There are none once the budget of the capture is used up.
 * Each pair of ISNs is tried with several extensions, since nobody knows how often the numbers
 * wrapped before the capture. */
bool told_next(struct told *told, struct ao_terms *terms);

#endif
