/* Finds the twin of each segment of a file that has several points of capture.
 *
 * What it remembers is bounded, and little while there seems to be one point alone: a twin that
 * comes many thousand segments later is not found.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_POINTS_PAIRING_H
#define TCPAUTH_DIAGNOSE_POINTS_PAIRING_H

#include "plugin/diagnose/evidence/notes.h"

struct pairing;

/* Returns a new pairing. NOTES and BOUNDS must outlive it. */
struct pairing *pairing_new(struct notes *notes, struct bounds *bounds);

void pairing_free(struct pairing *pairing);

/* Looks for the twin of EVIDENCE's segment among those noted before, and notes it for those that
 * come; IS_GOOD says that a key verifies it. At one point a segment that comes again was sent
 * again, and is no twin. Of several that have the same digest, a segment belongs to the nearest in
 * time before it, unless that has such a twin already; the parts of one that was split belong to it
 * even if they come up to 100 ms before it, since clocks of two points differ.
 *
 * Signed segments are paired by their digests; one that is signed with one that is not, by their
 * ends, sequence numbers and data. *SHIFT is what the sequence numbers of their direction were last
 * seen to be changed by between two points, 0 at first.
 *
 * Returns the twins, which stand in the notes on the segments and are completed later; NULL if
 * there are none so far, the file does not say where the segment was captured, or too little of it
 * was. */
const struct twins *pairing_note(struct pairing *pairing, const struct evidence *evidence,
                                 bool is_good, uint32_t *shift);

#endif
