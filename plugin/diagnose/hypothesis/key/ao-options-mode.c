/* One end's MAC covers the other TCP options, the other end's does not: RFC 5925 section 3.1.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

static bool ao_options_mode_propose(const struct evidence *evidence, unsigned index,
                                    struct proposal *proposal)
{
    if (index >= evidence->flow->candidates->count)
        return false;
    const struct key *key = evidence->flow->candidates->keys[index];

    proposal_sign_by_id(proposal, key, evidence);
    proposal->skip |= key->options == KEY_ANY_OPTIONS || evidence_is_bare(evidence);
    proposal->ao.options = ao_other_options(key->options);
    proposal->detail = proposal->ao.options == KEY_OPTIONS_INCLUDED
                           ? "the sender covers them, but the key says not to"
                           : "the sender does not cover them, but the key says to";
    return true;
}

const struct hypothesis hypothesis_ao_options_mode = {
    .cause = CAUSE_AO_OPTIONS_MODE,
    .signing = SIGNING_AO,
    .propose = ao_options_mode_propose,
    .is_frugal = true,
};
