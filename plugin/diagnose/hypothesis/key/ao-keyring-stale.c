/* The segment was signed with a former key, although another key with the same KeyID has replaced
 * it. The sender did not replace it: a socket rejects a second key with the same KeyID.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

/* Returns true if a receiver would try a key other than FORMER with the same KeyID. */
static bool is_replaced(const struct evidence *evidence, const struct key *former)
{
    for (unsigned i = 0; i < evidence->flow->candidates->count; i++) {
        const struct key *key = evidence->flow->candidates->keys[i];
        if (key != former && key->algorithm != KEY_MD5 && evidence_has_id_of(evidence, key) &&
            key_is_valid_at(key, evidence->segment->time))
            return true;
    }
    return false;
}

static bool ao_keyring_stale_propose(const struct evidence *evidence, unsigned index,
                                     struct proposal *proposal)
{
    if (index >= evidence->flow->candidates->count)
        return false;
    const struct key *key = evidence->flow->candidates->keys[index];

    proposal_sign(proposal, key);
    proposal->skip = proposal->skip || key_is_valid_at(key, evidence->segment->time) ||
                     !evidence_has_id_of(evidence, key) || !is_replaced(evidence, key);
    return true;
}

const struct hypothesis hypothesis_ao_keyring_stale = {
    .cause = CAUSE_AO_KEYRING_STALE,
    .signing = SIGNING_AO,
    .propose = ao_keyring_stale_propose,
};
