/* Flags, ECN bits or reserved bits were rewritten. Tries all combinations.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

#define COMBINATIONS (1u << 12) /* of the bits after the data offset, RFC 9293 section 3.1 */

static bool flags_propose(const struct evidence *evidence, unsigned index,
                          struct proposal *proposal)
{
    (void)evidence;
    if (index >= COMBINATIONS)
        return false;
    proposal_set_original(proposal, ORIGINAL_FLAGS, index);
    return true;
}

const struct hypothesis hypothesis_flags = {
    .cause = CAUSE_FLAGS,
    .propose = flags_propose,
    .guess_count = COMBINATIONS,
    .is_number = true,
    .field = HEADER_DATA_OFFSET,
};
