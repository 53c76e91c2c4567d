/* Joins the pieces of split segments.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_PIECES_H
#define TCPAUTH_DIAGNOSE_PIECES_H

#include "investigation.h"

/* Returns true if a segment without data has the code of EVIDENCE's segment, or if that code is
 * zero or too short: the sender does not compute digests, and its segments are not pieces. */
bool pieces_are_constant(struct investigation *investigation, struct direction *direction,
                         const struct evidence *evidence);

/* Returns the proof that EVIDENCE's segment shares with the others of the same code, or NULL if it
 * is the first one. Later segments may complete the proof. */
const struct proof *pieces_gather(struct investigation *investigation, struct direction *direction,
                                  const struct evidence *evidence);

#endif
