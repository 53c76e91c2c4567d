/* A reset is signed with the traffic key of the segment that it answers, as a Linux listener does.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "hypothesis.h"

#define GUESSES 4

static bool ao_rst_quirk_propose(const struct evidence *evidence, unsigned place,
                                 struct proposal *proposal)
{
    struct traffic_context *context = &proposal->ao.context;
    const uint32_t from = context->from_isn, to = context->to_isn;

    if (place >= GUESSES || !(evidence->segment->bytes[HEADER_FLAGS] & FLAG_RST))
        return false;
    const bool turned = place % 2 == 0, answers_syn = place >= 2;
    if (turned) {
        traffic_context_turn(context);
        context->from_isn = to;
        context->to_isn = answers_syn ? 0 : from;
    } else if (answers_syn) {
        context->to_isn = 0;
    } else {
        proposal->skip = true;
    }
    proposal->detail = turned ? "it has the traffic key of the other direction"
                              : "it takes the destination ISN as 0";
    return true;
}

const struct hypothesis hypothesis_ao_rst_quirk = {
    .cause = CAUSE_AO_RST_QUIRK,
    .signing = SIGNING_AO,
    .propose = ao_rst_quirk_propose,
};
