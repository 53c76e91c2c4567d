/* The source port was rewritten. Tries the ports that keys name, each with its key.
 *
 * Such a key applies only to connections with its port, so it is not a candidate here.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

static bool named_source_port_propose(const struct evidence *evidence, unsigned index,
                                      struct proposal *proposal)
{
    if (index >= keyring_size(evidence->keyring))
        return false;
    const struct key *key = keyring_key(evidence->keyring, index);
    proposal_set_original(proposal, ORIGINAL_SOURCE_PORT, key->port);
    proposal_sign(proposal, key);
    proposal->skip |= key->port == KEY_ANY_PORT;
    return true;
}

const struct hypothesis hypothesis_named_source_port = {
    .cause = CAUSE_SOURCE_PORT,
    .propose = named_source_port_propose,
};
