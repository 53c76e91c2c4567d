/* The destination address was rewritten. Tries all configured and captured addresses.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/evidence/addresses.h"
#include "plugin/diagnose/hypothesis/hypothesis.h"

static bool destination_address_propose(const struct evidence *evidence, unsigned index,
                                        struct proposal *proposal)
{
    const struct ip_address *to = addresses_at(evidence->addresses, index);
    if (!to)
        return false;
    proposal_set_addresses(proposal, NULL, to);
    return true;
}

const struct hypothesis hypothesis_destination_address = {
    .cause = CAUSE_DESTINATION_ADDRESS,
    .propose = destination_address_propose,
};
