/* The segment was signed with a key of its connection outside that key's validity period.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "hypothesis.h"

static bool key_not_valid_propose(const struct evidence *evidence, unsigned place,
                                  struct proposal *proposal)
{
    if (place >= evidence->candidates->count)
        return false;
    const struct key *key = evidence->candidates->keys[place];
    proposal_sign(proposal, key);
    proposal->skip |= key_is_valid_at(key, evidence->segment->time);
    return true;
}

const struct hypothesis hypothesis_key_not_valid = {
    .cause = CAUSE_KEY_NOT_VALID,
    .propose = key_not_valid_propose,
};
