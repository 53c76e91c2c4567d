/* Flags, ECN bits or reserved bits were rewritten. Tries all combinations.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

#define COMBINATIONS (1u << 12) /* of the bits after the data offset, RFC 9293 section 3.1 */

static bool flags_propose(const struct evidence *evidence, unsigned place,
                          struct proposal *proposal)
{
    (void)evidence;
    if (place >= COMBINATIONS)
        return false;
    proposal_was(proposal, ORIGINAL_FLAGS, place);
    return true;
}

const struct hypothesis hypothesis_flags = {
    .cause = CAUSE_FLAGS,
    .propose = flags_propose,
    .places = COMBINATIONS,
    .is_number = true,
    .field = HEADER_DATA_OFFSET,
};
