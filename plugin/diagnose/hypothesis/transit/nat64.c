/* NAT64 or a translator like it rewrote both addresses, IPv6 ones to IPv4 ones or the reverse. One
 * of them is embedded in an IPv6 address, RFC 6052 section 2.2; the other must be named or
 * captured.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/evidence/addresses.h"
#include "plugin/diagnose/hypothesis/hypothesis.h"

#include <string.h>

#define IPV4          4u
#define IPV6          16u
#define RESERVED_BYTE 8u /* of the IPv6 address; is zero, and interrupts the IPv4 address */

#define WAYS 2 /* which address is embedded, and which one is named or captured */

/* The lengths that a prefix may have, in bytes. */
static const unsigned lengths[] = {12, 4, 5, 6, 7, 8};

static const struct prefix well_known = {{IPV6, {0x00, 0x64, 0xff, 0x9b}}, 96};

/* Returns where byte INDEX of the IPv4 address is, after a prefix of LENGTH bytes. */
static unsigned embedded_at(unsigned length, unsigned index)
{
    const unsigned at = length + index;
    return at + (length <= RESERVED_BYTE && at >= RESERVED_BYTE);
}

/* Returns ADDRESS embedded in PREFIX; no address if ADDRESS is not one of IPv4, or PREFIX has not
 * one of the lengths. */
static struct ip_address embed(const struct prefix *prefix, const struct ip_address *address)
{
    struct ip_address result = prefix->address;

    for (unsigned i = 0; i < G_N_ELEMENTS(lengths); i++)
        if (prefix->bits == 8 * lengths[i] && result.length == IPV6 && address->length == IPV4) {
            for (unsigned j = 0; j < IPV4; j++)
                result.bytes[embedded_at(lengths[i], j)] = address->bytes[j];
            return result;
        }
    return (struct ip_address){0};
}

/* Returns the IPv4 address in ADDRESS after a prefix of LENGTH bytes; no address if that is one of
 * IPv4. */
static struct ip_address extract(const struct ip_address *address, unsigned length)
{
    struct ip_address result = {.length = address->length == IPV6 ? IPV4 : 0};

    for (unsigned i = 0; result.length && i < IPV4; i++)
        result.bytes[i] = address->bytes[embedded_at(length, i)];
    return result;
}

/* Proposes that NAMED was at one end, and at the other the captured address embedded in PREFIX. */
static void propose_embedded(const struct prefix *prefix, const struct ip_address *named,
                             unsigned way, struct proposal *proposal)
{
    const struct message *message = &proposal->message;
    const struct ip_address original = embed(prefix, way ? &message->from : &message->to);

    proposal_set_addresses(proposal, way ? &original : named, way ? named : &original);
}

/* Does that for a segment of IPv4, with the prefixes that the keyring names and with the well-known
 * one. */
static bool propose_ipv6(const struct evidence *evidence, unsigned index, struct proposal *proposal)
{
    const unsigned of_keys = 2 * WAYS * keyring_size(evidence->keyring), way = index % WAYS;

    if (index < of_keys) {
        const struct key *key = keyring_key(evidence->keyring, index / WAYS / 2);
        const unsigned end = index / WAYS % 2;
        propose_embedded(&key->ends[end], &key->ends[!end].address, way, proposal);
        proposal->skip |= !prefix_is_address(&key->ends[!end]);
        return true;
    }
    const unsigned chosen = (index - of_keys) / WAYS;
    if (chosen >= addresses_choice(evidence->addresses))
        return false;
    const struct ip_address *named = addresses_chosen(evidence->addresses, chosen);
    if (named)
        propose_embedded(&well_known, named, way, proposal);
    else
        proposal->skip = true;
    return true;
}

/* Proposes for a segment of IPv6 that one end had an address that is named or captured, or neither
 * had, and the other the address embedded in the captured one. */
static bool propose_ipv4(const struct evidence *evidence, unsigned index, struct proposal *proposal)
{
    const unsigned length = lengths[index % G_N_ELEMENTS(lengths)];
    const unsigned chosen = index / G_N_ELEMENTS(lengths), way = chosen % WAYS;
    const struct ip_address from = extract(&proposal->message.from, length);
    const struct ip_address to = extract(&proposal->message.to, length);

    if (chosen / WAYS > addresses_choice(evidence->addresses))
        return false;
    const struct ip_address *named =
        chosen < WAYS ? NULL : addresses_chosen(evidence->addresses, chosen / WAYS - 1);
    proposal_set_addresses(proposal, named && !way ? named : &from, named && way ? named : &to);
    proposal->skip |= !named && chosen > 0;
    return true;
}

static bool nat64_propose(const struct evidence *evidence, unsigned index,
                          struct proposal *proposal)
{
    proposal->detail = "NAT64 or a similar translation between IPv4 and IPv6";
    return (evidence->segment->from.address.length == IPV4 ? propose_ipv6 : propose_ipv4)(
        evidence, index, proposal);
}

const struct hypothesis hypothesis_nat64 = {
    .cause = CAUSE_BOTH_ADDRESSES,
    .propose = nat64_propose,
    .is_long = true,
};
