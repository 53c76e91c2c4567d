/* The sender derives its traffic key for ends behind NAT (RFC 6978), or uses another address in the
 * key than in the message.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

#include "plugin/diagnose/evidence/addresses.h"

#include <string.h>

#define OF_SENDER   1 /* bits of a guess's index: which end is behind NAT ... */
#define OF_RECEIVER 2
#define IN_MESSAGE  4 /* ... and whether its address is zero in the pseudo-header, too */
#define ZEROES      8

#define MANNERS 4 /* ways: at either end, in the key or in the message */

/* Makes ADDRESS all zeros. */
static void clear_address(struct ip_address *address)
{
    memset(address->bytes, 0, address->length);
}

static void zero_addresses(struct proposal *proposal, unsigned which)
{
    static const char *const words[] = {
        [OF_SENDER] = "it derives the traffic key with zeros for itself, as behind NAT",
        [OF_RECEIVER] = "it derives the traffic key with zeros for the receiver, as behind NAT",
        [OF_SENDER | OF_RECEIVER] =
            "it derives the traffic key with zeros for both ends, as behind NAT",
    };
    struct traffic_context *context = &proposal->ao.context;

    if (which & OF_SENDER) {
        clear_address(&context->from);
        context->from_port = 0;
    }
    if (which & OF_RECEIVER) {
        clear_address(&context->to);
        context->to_port = 0;
    }
    if (which & IN_MESSAGE && which & OF_SENDER)
        clear_address(&proposal->message.from);
    if (which & IN_MESSAGE && which & OF_RECEIVER)
        clear_address(&proposal->message.to);
    proposal->skip = !words[which & (OF_SENDER | OF_RECEIVER)];
    proposal->detail = words[which & (OF_SENDER | OF_RECEIVER)];
}

/* Proposes that ADDRESS was used in one place only: in the traffic key's context or in the
 * pseudo-header. */
static void move_one(struct proposal *proposal, const struct ip_address *address, unsigned manner)
{
    const bool of_sender = manner & 1, in_context = manner & 2;
    const struct message message = proposal->message;
    const struct traffic_context context = proposal->ao.context;

    proposal_set_addresses(proposal, of_sender ? address : NULL, of_sender ? NULL : address);
    if (in_context) {
        proposal->message = message;
        proposal->detail = "another address is in the traffic key, not in the pseudo-header";
    } else {
        proposal->ao.context = context;
        proposal->detail = "another address is in the pseudo-header, not in the traffic key";
    }
}

static bool ao_nat_propose(const struct evidence *evidence, unsigned index,
                           struct proposal *proposal)
{
    if (index < ZEROES) {
        zero_addresses(proposal, index);
        return true;
    }
    if (index - ZEROES >= FEW_ADDRESSES * MANNERS)
        return false;
    const struct ip_address *address =
        addresses_chosen(evidence->addresses, (index - ZEROES) / MANNERS);
    if (address)
        move_one(proposal, address, (index - ZEROES) % MANNERS);
    else
        proposal->skip = true;
    return true;
}

const struct hypothesis hypothesis_ao_nat = {
    .cause = CAUSE_AO_NAT,
    .signing = SIGNING_AO,
    .propose = ao_nat_propose,
};
