/* The search for a young connection's initial sequence numbers (ISNs) that is made without being
 * asked for.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_YOUNG_H
#define TCPAUTH_VERIFY_YOUNG_H

#include "flow.h"
#include "option.h"

/* How many guesses the searches in one capture may take together, besides a few thousand for each
 * connection: about three seconds. */
#define YOUNG_BUDGET 4000000

/* Searches for the ISNs of FLOW with SEGMENT, which is captured whole and has SIGNATURE, and whose
 * ISNs are unknown. Returns true and stores them in *TERMS if the MAC proves them. It is done once
 * a connection, and not if FLOW has no budget, from which it is paid. A MAC so short that chance
 * could fit it must be confirmed by another segment: then the first one is only kept. */
bool young_search(const struct segment *segment, const struct signature *signature,
                  const struct flow *flow, struct ao_terms *terms);

#endif
