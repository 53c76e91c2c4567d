/* An RST is signed with the traffic key of the segment that it answers, as by a listener on Linux.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

static bool ao_rst_quirk_propose(const struct evidence *evidence, unsigned index,
                                 struct proposal *proposal)
{
    struct traffic_context *context = &proposal->ao.context;
    const struct {
        uint32_t from, to;
        bool turned;
    } answered[] = {
        {context->to_isn, context->from_isn, true},
        {context->to_isn, 0, true},
        {context->from_isn, 0, false},
    };

    if (index >= G_N_ELEMENTS(answered) || !(evidence->segment->bytes[HEADER_FLAGS] & FLAG_RST))
        return false;
    context->from_isn = answered[index].from;
    context->to_isn = answered[index].to;
    if (answered[index].turned)
        traffic_context_turn(context);
    proposal->detail = answered[index].turned ? "it has the traffic key of the other direction"
                                              : "it takes the destination ISN as 0";
    return true;
}

const struct hypothesis hypothesis_ao_rst_quirk = {
    .cause = CAUSE_AO_RST_QUIRK,
    .signing = SIGNING_AO,
    .propose = ao_rst_quirk_propose,
};
