/* Signatures whose option was overwritten, but not its digest or MAC.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_SEARCH_OVERWRITTEN_H
#define TCPAUTH_DIAGNOSE_SEARCH_OVERWRITTEN_H

#include "engine.h"

/* Returns the proof that the options of EVIDENCE's segment, which has no signature, have the right
 * digest or MAC all the same: only the kind of its option was overwritten, or its kind and its
 * length. Returns NULL if no candidate produces it. Searches only options that no sender would
 * write without a signature, and no option whose kind is still there: see options_broken(). */
const struct proof *search_overwritten(struct engine *engine, const struct evidence *evidence);

#endif
