/* The signer's pseudo-header has the addresses in the wrong order.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

static bool addresses_swapped_propose(const struct evidence *evidence, unsigned index,
                                      struct proposal *proposal)
{
    proposal->message.from = evidence->segment->to.address;
    proposal->message.to = evidence->segment->from.address;
    return index == 0;
}

const struct hypothesis hypothesis_addresses_swapped = {
    .cause = CAUSE_ADDRESSES_SWAPPED,
    .propose = addresses_swapped_propose,
};
