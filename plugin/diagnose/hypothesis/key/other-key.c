/* The segment was signed with a key that is configured for another connection.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

static bool other_key_propose(const struct evidence *evidence, unsigned place,
                              struct proposal *proposal)
{
    if (place >= keyring_size(evidence->keyring))
        return false;
    proposal_sign(proposal, keyring_key(evidence->keyring, place));
    return true;
}

const struct hypothesis hypothesis_other_key = {
    .cause = CAUSE_OTHER_KEY,
    .propose = other_key_propose,
};
