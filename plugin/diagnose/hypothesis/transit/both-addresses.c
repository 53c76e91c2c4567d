/* Both addresses were rewritten. Tries those that a key names, in either order, then pairs of
 * configured and captured addresses.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/evidence/addresses.h"
#include "plugin/diagnose/hypothesis/hypothesis.h"

#define ORDERS 4 /* for each key: its ends, and what they sign as, in either order */

static void propose_pair_of(const struct key *key, unsigned order, struct proposal *proposal)
{
    const struct ip_address ends[] = {key->ends[0].address, key->ends[1].address};
    const struct ip_address *pair = order < 2 ? ends : key->signed_as;

    proposal_set_addresses(proposal, &pair[order % 2], &pair[1 - order % 2]);
    proposal->skip |=
        order < 2 && !(prefix_is_address(&key->ends[0]) && prefix_is_address(&key->ends[1]));
    proposal_sign(proposal, key);
}

/* Two addresses of the choice, by their indices there. */
struct pair {
    unsigned from, to;
};

/* Returns the pair at INDEX. Those of the first N addresses are the first N * N pairs, so that few
 * addresses make few guesses. */
static struct pair pair_at(unsigned index)
{
    unsigned greater = 0;
    while ((greater + 1) * (greater + 1) <= index)
        greater++;
    const unsigned rest = index - greater * greater;
    return rest < greater ? (struct pair){rest, greater} : (struct pair){greater, rest - greater};
}

static void propose_chosen(const struct addresses *addresses, unsigned index,
                           struct proposal *proposal)
{
    const struct pair pair = pair_at(index);
    const struct ip_address *from = addresses_chosen(addresses, pair.from);
    const struct ip_address *to = addresses_chosen(addresses, pair.to);
    if (from && to)
        proposal_set_addresses(proposal, from, to);
    else
        proposal->skip = true;
}

static bool both_addresses_propose(const struct evidence *evidence, unsigned index,
                                   struct proposal *proposal)
{
    const unsigned of_keys = ORDERS * keyring_size(evidence->keyring);
    if (index < of_keys) {
        propose_pair_of(keyring_key(evidence->keyring, index / ORDERS), index % ORDERS, proposal);
        return true;
    }
    const unsigned choice = addresses_choice(evidence->addresses);
    if (index - of_keys >= choice * choice)
        return false;
    propose_chosen(evidence->addresses, index - of_keys, proposal);
    return true;
}

const struct hypothesis hypothesis_both_addresses = {
    .cause = CAUSE_BOTH_ADDRESSES,
    .propose = both_addresses_propose,
    .is_long = true,
};
