/* Why a signature is bad or missing, as the packet tree shows it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_CAUSE_ITEMS_H
#define TCPAUTH_EPAN_CAUSE_ITEMS_H

#include "field.h"
#include "plugin/diagnose/evidence/hint.h"
#include "plugin/verify/segment.h"

/* Shows the cures of CAUSE: first the general one, then one for each platform. */
void cause_items_show_cures(const struct item_position *position, enum cause cause);

/* Shows the cause that PROOF has, and what SEGMENT, of frame NUMBER, was when it was signed. */
void cause_items_show_proof(const struct proof *proof, const struct segment *segment,
                            uint32_t number, const struct item_position *position);

/* Shows HINT, unless it is none. */
void cause_items_show_hint(const struct hint *hint, const struct item_position *position);

#endif
