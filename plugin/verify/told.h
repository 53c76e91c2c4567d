/* The guesses about a segment's TCP-AO that the initial sequence numbers (ISNs) allow which the
 * user knows.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_TOLD_H
#define TCPAUTH_VERIFY_TOLD_H

#include "reading.h"

/* The ISNs that one end of a segment may have: those that the user knows, and behind them the one
 * that is taken without the user. */
struct told_end {
    const uint32_t *numbers;
    unsigned count;
    uint32_t otherwise;
    enum isn_origin origin; /* of OTHERWISE */
};

/* The guesses about one segment, and which is next. */
struct told {
    struct told_end from, to;
    uint32_t sequence;
    unsigned next, tried;
};

/* Returns the guesses about SEGMENT, which is signed with TCP-AO: none if it is a SYN, or if the
 * user knows nothing of FLOW beyond what has verified. */
struct told told_of(const struct segment *segment, const struct flow *flow);

/* Stores the next guess in *TERMS. Returns false if there is none left. There are at most 256, of
 * the numbers that come first. Each pair of ISNs is tried with several extensions, since nobody
 * knows how often the numbers wrapped before the capture. */
bool told_next(struct told *told, struct ao_terms *terms);

#endif
