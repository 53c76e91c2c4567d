/* Signatures whose option was overwritten, but not its digest or MAC.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_SEARCH_OVERWRITTEN_H
#define TCPAUTH_DIAGNOSE_SEARCH_OVERWRITTEN_H

#include "engine.h"

/* Returns true if the options of EVIDENCE's segment may have been a signature: it has none, no
 * sender would write such options without one, and no option has the kind of a signature (for
 * those, see options_broken()). */
bool overwritten_is_possible(const struct evidence *evidence);

/* Returns the proof that the options of EVIDENCE's segment, for which overwritten_is_possible(),
 * have the right digest or MAC: only the kind of its option was overwritten, or its kind and its
 * length. Returns NULL if no candidate produces it, or if too many searches between these ends have
 * failed. */
const struct proof *overwritten_search(struct engine *engine, const struct evidence *evidence);

#endif
