/* The destination port was rewritten, as by port translation. Tries every other port.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

static bool destination_port_propose(const struct evidence *evidence, unsigned index,
                                     struct proposal *proposal)
{
    (void)evidence;
    if (index > UINT16_MAX)
        return false;
    proposal_set_original(proposal, ORIGINAL_DESTINATION_PORT, index);
    return true;
}

const struct hypothesis hypothesis_destination_port = {
    .cause = CAUSE_DESTINATION_PORT,
    .propose = destination_port_propose,
    .guess_count = UINT16_MAX + 1,
    .is_number = true,
    .field = HEADER_DESTINATION_PORT,
};
