/* The source address was rewritten. Tries all configured and captured addresses.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/evidence/addresses.h"
#include "plugin/diagnose/hypothesis/hypothesis.h"

static bool source_address_propose(const struct evidence *evidence, unsigned index,
                                   struct proposal *proposal)
{
    const struct ip_address *from = addresses_at(evidence->addresses, index);
    if (!from)
        return false;
    proposal_set_addresses(proposal, from, NULL);
    return true;
}

const struct hypothesis hypothesis_source_address = {
    .cause = CAUSE_SOURCE_ADDRESS,
    .propose = source_address_propose,
};
