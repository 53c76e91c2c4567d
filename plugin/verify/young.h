/* The search for a young connection's initial sequence numbers (ISNs) that is made without a
 * request.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_YOUNG_H
#define TCPAUTH_VERIFY_YOUNG_H

#include "flow.h"
#include "option.h"

/* The maximum cost of all searches in one capture, see isn_search_cost(): about four seconds. */
#define YOUNG_BUDGET 32000000

/* What remains of it for searches with the keys as they are configured. */
#define YOUNG_RESERVE (YOUNG_BUDGET / 2)

/* Searches for the ISNs of FLOW with SEGMENT, which must be captured whole and have SIGNATURE, and
 * whose ISNs are unknown. Returns true and stores the ISNs in *TERMS if the MAC proves them.
 * If the keys as they are configured do not, it tries them with other settings: see enum isn_keys.
 * Searches at most twice per connection, with segments of different sequence numbers, and only if
 * FLOW has a budget, from which it takes the cost. A MAC
 * short enough to match by chance must be confirmed by another segment; the first segment is then
 * only kept. */
bool young_search(const struct segment *segment, const struct signature *signature,
                  const struct flow *flow, struct ao_terms *terms);

/* Searches for the ISN of the end that opened FLOW with SEGMENT, a SYN-ACK whose SYN was not
 * captured: it may acknowledge data of that SYN (RFC 7413). Otherwise like young_search(). */
bool young_search_opener(const struct segment *segment, const struct signature *signature,
                         const struct flow *flow, struct ao_terms *terms);

#endif
