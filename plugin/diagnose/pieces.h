/* Joins the pieces of split segments.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_PIECES_H
#define TCPAUTH_DIAGNOSE_PIECES_H

#include "investigation.h"

/* Returns true if a segment without data has the code of EVIDENCE's, or if that is zero or too
 * short. Then the sender does not compute any, and what carries it is no piece. */
bool pieces_are_constant(struct direction *direction, const struct evidence *evidence);

/* Returns the proof that EVIDENCE's segment shares with those that carry its code, which later
 * ones may complete, or NULL if it is the first one. */
const struct proof *pieces_gather(struct investigation *investigation, struct direction *direction,
                                  const struct evidence *evidence);

#endif
