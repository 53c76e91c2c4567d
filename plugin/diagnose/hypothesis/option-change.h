/* Guesses at an option that was rewritten, overwritten with NOPs or removed, although the MAC
 * covers it: the window scale, SACK-permitted or the MSS.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_HYPOTHESIS_OPTION_CHANGE_H
#define TCPAUTH_DIAGNOSE_HYPOTHESIS_OPTION_CHANGE_H

#include "hypothesis.h"

#define OPTION_CHANGES 9615u /* the number of guesses */

/* Changes PROPOSAL into the guess at INDEX, which must be less than OPTION_CHANGES. Other options
 * may have been changed in PROPOSAL before. */
void option_change(struct proposal *proposal, unsigned index);

#endif
