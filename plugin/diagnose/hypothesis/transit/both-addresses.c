/* Both addresses were rewritten. Tries those that a key names, in either order, then pairs of
 * configured and captured addresses.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/evidence/addresses.h"
#include "plugin/diagnose/hypothesis/hypothesis.h"

#define ORDERS       4 /* for each key: its ends, and what they sign as, in either order */
#define CHOSEN_PAIRS (FEW_ADDRESSES * FEW_ADDRESSES)

static void propose_pair_of(const struct key *key, unsigned order, struct proposal *proposal)
{
    const struct ip_address ends[] = {key->ends[0].address, key->ends[1].address};
    const struct ip_address *pair = order < 2 ? ends : key->signed_as;

    proposal_set_addresses(proposal, &pair[order % 2], &pair[1 - order % 2]);
    proposal->skip |=
        order < 2 && !(prefix_is_address(&key->ends[0]) && prefix_is_address(&key->ends[1]));
    proposal_sign(proposal, key);
}

static void propose_chosen(const struct addresses *addresses, unsigned index,
                           struct proposal *proposal)
{
    const struct ip_address *from = addresses_chosen(addresses, index / FEW_ADDRESSES);
    const struct ip_address *to = addresses_chosen(addresses, index % FEW_ADDRESSES);
    if (from && to)
        proposal_set_addresses(proposal, from, to);
    else
        proposal->skip = true;
}

static bool both_addresses_propose(const struct evidence *evidence, unsigned index,
                                   struct proposal *proposal)
{
    const unsigned keys = keyring_size(evidence->keyring);
    if (index < ORDERS * keys)
        propose_pair_of(keyring_key(evidence->keyring, index / ORDERS), index % ORDERS, proposal);
    else
        propose_chosen(evidence->addresses, index - ORDERS * keys, proposal);
    return index < ORDERS * keys + CHOSEN_PAIRS;
}

const struct hypothesis hypothesis_both_addresses = {
    .cause = CAUSE_BOTH_ADDRESSES,
    .propose = both_addresses_propose,
    .is_long = true,
};
