/* The destination port was rewritten: those that keys name are tried, each with its key.
 *
 * Such a key serves no connection without its port, so that it is no candidate.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "hypothesis.h"

static bool named_destination_port_propose(const struct evidence *evidence, unsigned place,
                                           struct proposal *proposal)
{
    if (place >= keyring_size(evidence->keyring))
        return false;
    const struct key *key = keyring_key(evidence->keyring, place);
    proposal_was(proposal, ORIGINAL_DESTINATION_PORT, key->port);
    proposal_sign(proposal, key);
    proposal->skip |= key->port == KEY_ANY_PORT;
    return true;
}

const struct hypothesis hypothesis_named_destination_port = {
    .cause = CAUSE_DESTINATION_PORT,
    .propose = named_destination_port_propose,
};
