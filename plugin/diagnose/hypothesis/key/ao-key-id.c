/* A key of the connection signed the segment, but under a KeyID that is not configured for that
 * key.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

static bool ao_key_id_propose(const struct evidence *evidence, unsigned index,
                              struct proposal *proposal)
{
    if (index >= evidence->flow->candidates->count)
        return false;
    const struct key *key = evidence->flow->candidates->keys[index];

    proposal_sign(proposal, key);
    proposal->skip |=
        evidence_has_id_of(evidence, key) || !key_is_valid_at(key, evidence->segment->time);
    return true;
}

const struct hypothesis hypothesis_ao_key_id = {
    .cause = CAUSE_AO_KEY_ID,
    .signing = SIGNING_AO,
    .propose = ao_key_id_propose,
    .is_frugal = true,
};
