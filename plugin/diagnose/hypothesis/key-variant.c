/* The sender's key is what comes of typing, pasting or storing the configured one wrongly.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "hypothesis.h"

#include "keys/import/disguise.h"
#include "variant.h"

/* Copied out of a router's configuration, disguise and all: first the text that stands in ours,
 * then what Cisco's systems may have made of the secret. */
#define DISGUISES (1 + DISGUISE_CISCO7_STARTS)

static struct secret *disguised(const struct key *key, unsigned disguise, const char **difference)
{
    size_t length;
    const uint8_t *bytes = secret_bytes(key->secret, &length);

    *difference = "it is the disguised text of a configuration (type 7 or $9$), taken as it stands";
    if (disguise > 0)
        return disguise_as_cisco7(bytes, length, disguise - 1);
    if (!key->disguise)
        return NULL;
    bytes = secret_bytes(key->disguise, &length);
    return secret_new(bytes, length);
}

static bool key_variant_propose(const struct evidence *evidence, unsigned place,
                                struct proposal *proposal)
{
    const unsigned of_each = variant_count() + DISGUISES, which = place % of_each;
    if (place / of_each >= evidence->candidates->count)
        return false;
    const struct key *key = evidence->candidates->keys[place / of_each];

    proposal_sign(proposal, key);
    if (!proposal->skip && which < variant_count())
        proposal->secret = variant_of(key->secret, which, &proposal->detail);
    else if (!proposal->skip)
        proposal->secret = disguised(key, which - variant_count(), &proposal->detail);
    proposal->skip |= !proposal->secret;
    return true;
}

const struct hypothesis hypothesis_key_variant = {
    .cause = CAUSE_KEY_VARIANT,
    .propose = key_variant_propose,
};
