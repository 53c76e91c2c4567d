/* The MAC has another length than the key is configured for: RFC 5925 section 3.1.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

static bool ao_mac_length_propose(const struct evidence *evidence, unsigned index,
                                  struct proposal *proposal)
{
    if (index >= evidence->flow->candidates->count)
        return false;
    const struct key *key = evidence->flow->candidates->keys[index];
    const unsigned length = evidence->options->signature.length, own = key_mac_length(key);

    proposal_sign_by_id(proposal, key, evidence);
    proposal->skip |= length == own;
    proposal->detail =
        length < own ? "its MAC is shorter than the key's" : "its MAC is longer than the key's";
    return true;
}

const struct hypothesis hypothesis_ao_mac_length = {
    .cause = CAUSE_AO_MAC_LENGTH,
    .signing = SIGNING_AO,
    .propose = ao_mac_length_propose,
    .is_frugal = true,
};
