/* Both addresses were rewritten: those of all keys are tried, in either order.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "hypothesis.h"

static bool propose(const struct evidence *evidence, unsigned place, struct proposal *proposal)
{
    if (place / 2 >= keyring_size(evidence->keyring))
        return false;
    const struct key *key = keyring_key(evidence->keyring, place / 2);
    proposal_move(proposal, &proposal->message.from, &key->ends[place % 2]);
    proposal_move(proposal, &proposal->message.to, &key->ends[1 - place % 2]);
    proposal_sign(proposal, key);
    proposal->originals = 1u << ORIGINAL_SOURCE | 1u << ORIGINAL_DESTINATION;
    return true;
}

const struct hypothesis hypothesis_both_addresses = {
    .cause = CAUSE_BOTH_ADDRESSES,
    .propose = propose,
};
