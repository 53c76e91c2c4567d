/* The sender's key is the configured one after an error in typing, pasting or storing it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

#include "keys/source/variants.h"

static struct secret *secret_of(const struct evidence *evidence, const struct key *key,
                                unsigned number, const char **difference)
{
    return evidence->variants ? variants_of(evidence->variants, key, number, difference)
                              : variant_of(key, number, difference);
}

static bool key_variant_propose(const struct evidence *evidence, unsigned index,
                                struct proposal *proposal)
{
    const unsigned candidate = index / variant_count();
    if (candidate >= evidence->flow->candidates->count)
        return false;
    const struct key *key = evidence->flow->candidates->keys[candidate];

    proposal_sign(proposal, key);
    if (!proposal->skip)
        proposal->secret = secret_of(evidence, key, index % variant_count(), &proposal->detail);
    proposal->skip |= !proposal->secret;
    return true;
}

const struct hypothesis hypothesis_key_variant = {
    .cause = CAUSE_KEY_VARIANT,
    .propose = key_variant_propose,
};
