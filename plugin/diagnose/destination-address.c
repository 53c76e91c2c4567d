/* The destination address was rewritten: those of all keys are tried, each with its key.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "hypothesis.h"

static bool propose(const struct evidence *evidence, unsigned place, struct proposal *proposal)
{
    if (place / 2 >= keyring_size(evidence->keyring))
        return false;
    const struct key *key = keyring_key(evidence->keyring, place / 2);
    proposal_move(proposal, &proposal->message.to, &key->ends[place % 2]);
    proposal_sign(proposal, key);
    proposal->originals = 1u << ORIGINAL_DESTINATION;
    return true;
}

const struct hypothesis hypothesis_destination_address = {
    .cause = CAUSE_DESTINATION_ADDRESS,
    .propose = propose,
};
