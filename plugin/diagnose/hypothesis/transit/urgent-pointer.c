/* The urgent pointer was rewritten, as by a firewall. Tries every other value.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

static bool urgent_pointer_propose(const struct evidence *evidence, unsigned index,
                                   struct proposal *proposal)
{
    (void)evidence;
    if (index > UINT16_MAX)
        return false;
    proposal_set_original(proposal, ORIGINAL_URGENT_POINTER, index);
    return true;
}

const struct hypothesis hypothesis_urgent_pointer = {
    .cause = CAUSE_URGENT_POINTER,
    .propose = urgent_pointer_propose,
    .guess_count = UINT16_MAX + 1,
    .is_number = true,
    .field = HEADER_URGENT_POINTER,
};
