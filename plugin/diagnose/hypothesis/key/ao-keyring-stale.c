/* The segment was signed with a former key, although another key with the same KeyID has replaced
 * it. The sender did not replace it: a socket rejects a second key with the same KeyID.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

static bool ao_keyring_stale_propose(const struct evidence *evidence, unsigned index,
                                     struct proposal *proposal)
{
    if (index >= evidence->flow->candidates->count)
        return false;
    const struct key *key = evidence->flow->candidates->keys[index];

    proposal_sign(proposal, key);
    proposal->skip = proposal->skip || key_is_valid_at(key, evidence->segment->time) ||
                     !evidence_has_id_of(evidence, key) || !evidence_receiver_keys(evidence).valid;
    return true;
}

const struct hypothesis hypothesis_ao_keyring_stale = {
    .cause = CAUSE_AO_KEYRING_STALE,
    .signing = SIGNING_AO,
    .propose = ao_keyring_stale_propose,
};
