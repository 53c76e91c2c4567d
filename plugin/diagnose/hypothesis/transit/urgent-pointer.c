/* The urgent pointer was rewritten, as by a firewall. Tries every other value.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

static bool urgent_pointer_propose(const struct evidence *evidence, unsigned place,
                                   struct proposal *proposal)
{
    (void)evidence;
    if (place > UINT16_MAX)
        return false;
    proposal_was(proposal, ORIGINAL_URGENT_POINTER, place);
    return true;
}

const struct hypothesis hypothesis_urgent_pointer = {
    .cause = CAUSE_URGENT_POINTER,
    .propose = urgent_pointer_propose,
    .places = UINT16_MAX + 1,
    .is_number = true,
    .field = HEADER_URGENT_POINTER,
};
