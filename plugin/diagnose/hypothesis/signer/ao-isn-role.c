/* The sender uses the initial sequence numbers in other roles than RFC 5925 section 5.2 requires.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

/* What the sender uses as the ISNs, and whether it uses the addresses and ports of the other
 * direction. */
struct roles {
    uint32_t from, to;
    bool turned;
    const char *words;
};

static bool ao_isn_role_propose(const struct evidence *evidence, unsigned index,
                                struct proposal *proposal)
{
    struct traffic_context *context = &proposal->ao.context;
    const uint32_t from = context->from_isn, to = context->to_isn;
    const struct roles all[] = {
        {to, from, false, "it exchanges source and destination ISN"},
        {from, 0, false, "it takes the destination ISN as 0, as in a SYN"},
        {0, to, false, "it takes the source ISN as 0"},
        {from + 1, to + 1, false, "it takes the first numbers after the handshake for the ISNs"},
        {from + 1, to, false, "it takes its first number after the handshake for the source ISN"},
        {from, to + 1, false, "it takes the first number that it expects for the destination ISN"},
        {to, 0, true, "it takes the traffic key of the SYN that it answers"},
        {to, from, true, "it takes the traffic key of the other direction"},
        {from, to, true, "it exchanges source and destination address"},
    };
    if (index >= G_N_ELEMENTS(all))
        return false;
    const struct roles *roles = &all[index];

    (void)evidence;
    proposal->skip = !roles->turned && roles->from == from && roles->to == to;
    proposal_set_original(proposal, ORIGINAL_SOURCE_ISN, roles->from);
    proposal_set_original(proposal, ORIGINAL_DESTINATION_ISN, roles->to);
    proposal->detail = roles->words;
    if (roles->turned)
        traffic_context_turn(context);
    return true;
}

const struct hypothesis hypothesis_ao_isn_role = {
    .cause = CAUSE_AO_ISN_ROLE,
    .signing = SIGNING_AO,
    .propose = ao_isn_role_propose,
};
