/* The source address was rewritten. Tries all configured and captured addresses.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/evidence/addresses.h"
#include "plugin/diagnose/hypothesis/hypothesis.h"

static bool source_address_propose(const struct evidence *evidence, unsigned place,
                                   struct proposal *proposal)
{
    const struct ip_address *from = addresses_at(evidence->addresses, place);
    if (!from)
        return false;
    proposal_move(proposal, from, NULL);
    return true;
}

const struct hypothesis hypothesis_source_address = {
    .cause = CAUSE_SOURCE_ADDRESS,
    .propose = source_address_propose,
};
