/* Finds the twin of each segment in a file with several capture points.
 *
 * It uses a limited amount of memory, and little as long as there seems to be only one capture
 * point. So a twin many thousand segments later is not found.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_POINTS_PAIRING_H
#define TCPAUTH_DIAGNOSE_POINTS_PAIRING_H

#include "plugin/diagnose/evidence/notes.h"

struct pairing;

/* Returns a new pairing. NOTES and BOUNDS must outlive it. Free with pairing_free(). */
struct pairing *pairing_new(struct notes *notes, struct bounds *bounds);

void pairing_free(struct pairing *pairing);

/* Finds the twin of EVIDENCE's segment among earlier segments, and remembers the segment for later
 * ones. IS_GOOD says that a key verifies it. At a single capture point, a repeated segment is a
 * retransmission, not a twin. If several segments have the same digest, the twin is the nearest one
 * before, unless that has a twin at this point already. The parts of a split segment belong to it
 * even if they were captured up to 100 ms before it, since clocks differ.
 *
 * Signed segments are paired by their digests, or by MACs of at least CODE_MIN octets. A signed and
 * an unsigned segment are paired by ends, sequence numbers and data. *SHIFT is the last known
 * change of sequence numbers in this direction between two capture points, initially 0.
 *
 * Returns the twins, which are in the segment's note and are completed later. Returns NULL if there
 * are none so far, or if the header was not captured whole. A file that does not name the capture
 * points has one. */
const struct twins *pairing_note(struct pairing *pairing, const struct evidence *evidence,
                                 bool is_good, uint32_t *shift);

/* Returns the same segment as EVIDENCE's where it was captured lately with another header or other
 * addresses; NULL if there is none. It has the same data, and the same digest or a MAC of at least
 * CODE_MIN octets. After many searches in vain, most are left out. Valid until the next
 * pairing_note(). Sets *IS_SENT_AGAIN if it is found: see struct evidence. */
const struct snapshot *pairing_elsewhere(struct pairing *pairing, const struct evidence *evidence,
                                         bool *is_sent_again);

#endif
