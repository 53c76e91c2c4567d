/* Guesses at an address and its port.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "translation.h"

#include "plugin/diagnose/evidence/addresses.h"

#include <string.h>

#define MAX_ADDRESSES 4

/* Some addresses, each once. */
struct choice {
    const struct ip_address *list[MAX_ADDRESSES];
    unsigned count;
    bool is_full; /* there are more */
};

/* Adds ADDRESS unless it has no value, is CAPTURED, or is of another family than that. */
static void choice_add(struct choice *choice, const struct ip_address *address,
                       const struct ip_address *captured)
{
    if (address->length != captured->length || memcmp(address, captured, sizeof *address) == 0)
        return;
    for (unsigned i = 0; i < choice->count; i++)
        if (memcmp(choice->list[i], address, sizeof *address) == 0)
            return;
    if (choice->count < MAX_ADDRESSES)
        choice->list[choice->count++] = address;
    else
        choice->is_full = true;
}

/* Adds the addresses that the capture shows and PREFIX contains. */
static void choice_see(struct choice *choice, const struct addresses *seen,
                       const struct prefix *prefix, const struct ip_address *captured)
{
    for (unsigned i = 0; i < addresses_choice(seen) && !choice->is_full; i++) {
        const struct ip_address *address = addresses_chosen(seen, i);
        if (address && prefix_contains(prefix, address))
            choice_add(choice, address, captured);
    }
}

/* Returns the addresses that keys of SIGNING have for the peer of OTHER, without CAPTURED, the
 * present one. */
static struct choice choice_of(const struct evidence *evidence, enum signing signing,
                               const struct ip_address *captured, const struct ip_address *other)
{
    const struct keyring *ring = evidence->keyring;
    struct choice choice = {.count = 0};

    for (unsigned i = 0; i < keyring_size(ring) && !choice.is_full; i++) {
        const struct key *key = keyring_key(ring, i);
        for (unsigned end = 0; end < 2; end++) {
            if (schemes[key->algorithm].signing != signing ||
                !prefix_contains(&key->ends[!end], other))
                continue;
            choice_add(&choice, &key->signed_as[end], captured);
            if (prefix_is_address(&key->ends[end]))
                choice_add(&choice, &key->ends[end].address, captured);
            else
                choice_see(&choice, evidence->addresses, &key->ends[end], captured);
        }
    }
    return choice;
}

bool translation_propose(const struct evidence *evidence, unsigned index, enum original port,
                         struct proposal *proposal)
{
    const bool of_source = port == ORIGINAL_SOURCE_PORT;
    const struct ip_address *from = &evidence->segment->from.address;
    const struct ip_address *to = &evidence->segment->to.address;
    const struct choice choice =
        choice_of(evidence, proposal->signing, of_source ? from : to, of_source ? to : from);

    if (choice.is_full || index / PORTS >= choice.count)
        return false;
    const struct ip_address *address = choice.list[index / PORTS];
    proposal_set_addresses(proposal, of_source ? address : NULL, of_source ? NULL : address);
    proposal_set_original(proposal, port, index % PORTS);
    proposal->detail = "the port was rewritten, too";
    return true;
}
