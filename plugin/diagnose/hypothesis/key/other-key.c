/* The segment was signed with a key that is configured for another connection or for the other kind
 * of signature: with TCP-AO, as that key says, or with its secret alone and all else as the
 * connection's own key says; with MD5, with its secret.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

/* Proposes KEY; if EVIDENCE's segment is signed with MD5 and its connection has a password, also
 * the secret alone of one for TCP-AO. */
static void propose_key(struct proposal *proposal, const struct evidence *evidence,
                        const struct key *key)
{
    proposal_sign(proposal, key);
    if (proposal->signing == SIGNING_AO || key->algorithm == KEY_MD5)
        return;
    proposal->skip = !key->secret || !evidence_receiver_keys(evidence).configured;
    proposal->detail = "that key is for TCP-AO, not for MD5";
    proposal->cure = NULL;
}

/* Proposes the secret of OTHER with the algorithm of the connection's key, if that may cover the
 * other options as OPTIONS says. */
static void propose_secret(struct proposal *proposal, const struct evidence *evidence,
                           const struct key *other, enum key_options options)
{
    const struct key *own = evidence_receiver_keys(evidence).configured;

    proposal->skip = !own || !other->secret ||
                     (own->options != KEY_ANY_OPTIONS && own->options != options) ||
                     (own->algorithm == other->algorithm && own->options == other->options);
    if (proposal->skip)
        return;
    proposal->key = other;
    proposal->algorithm = own->algorithm;
    proposal->ao.options = options;
    if (other->algorithm == KEY_MD5)
        proposal->detail = "that key is for MD5, not for TCP-AO";
}

/* Says in PROPOSAL why KEY does not apply to SEGMENT, for which the keyring has no key, if only one
 * thing is in the way: the same password may then be right here, too. */
static void tell_misfit(struct proposal *proposal, const struct key *key,
                        const struct segment *segment)
{
    for (unsigned i = 0; i < 2; i++) {
        const bool from = prefix_contains(&key->ends[i], &segment->from.address);
        const bool to = prefix_contains(&key->ends[!i], &segment->to.address);
        if (from && to) {
            proposal->detail = "that key is for these addresses, but for another port";
            proposal->cure = "if the session is up, add a key for its port; otherwise compare "
                             "the passwords on both ends";
        } else if (from || to) {
            proposal->detail = from ? "that key is for this source, but for another destination"
                                    : "that key is for this destination, but for another source";
            proposal->cure = "use the key's address as source (update-source); or add a key for "
                             "this one, if the session is up";
        }
        if (from || to)
            return;
    }
}

static bool other_key_propose(const struct evidence *evidence, unsigned index,
                              struct proposal *proposal)
{
    const unsigned ways = proposal->signing == SIGNING_AO ? 3 : 1;
    if (index / ways >= keyring_size(evidence->keyring))
        return false;
    const struct key *key = keyring_key(evidence->keyring, index / ways);

    if (evidence->flow->candidates->count == 0)
        tell_misfit(proposal, key, evidence->segment);
    if (index % ways == 0)
        propose_key(proposal, evidence, key);
    else
        propose_secret(proposal, evidence, key,
                       index % ways == 1 ? KEY_OPTIONS_INCLUDED : KEY_OPTIONS_EXCLUDED);
    return true;
}

const struct hypothesis hypothesis_other_key = {
    .cause = CAUSE_OTHER_KEY,
    .propose = other_key_propose,
};
