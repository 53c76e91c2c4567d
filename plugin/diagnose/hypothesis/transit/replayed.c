/* A signed segment was sent again, with other sequence or acknowledgment numbers, as by
 * an attacker or by tcpreplay. Tries those that it had before.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

/* Sets ORIGINAL, a number at OFFSET, to how much more it was in EVIDENCE's earlier segment. */
static void put_number(struct proposal *proposal, const struct evidence *evidence,
                       enum original original, enum header_offset offset)
{
    const uint32_t more = header_number(evidence->elsewhere->header, offset) -
                          header_number(proposal->message.header, offset);
    if (more != 0)
        proposal_set_original(proposal, original, more);
}

static bool replayed_propose(const struct evidence *evidence, unsigned index,
                             struct proposal *proposal)
{
    if (index > 0 || !evidence->elsewhere || !evidence->is_sent_again)
        return false;
    put_number(proposal, evidence, ORIGINAL_SEQUENCE_NUMBER, HEADER_SEQUENCE_NUMBER);
    put_number(proposal, evidence, ORIGINAL_ACKNOWLEDGMENT_NUMBER, HEADER_ACKNOWLEDGMENT_NUMBER);
    proposal->skip |= proposal->originals == 0;
    if (proposal->originals == 1u << ORIGINAL_ACKNOWLEDGMENT_NUMBER &&
        0 - proposal->numbers[ORIGINAL_ACKNOWLEDGMENT_NUMBER] <= MAX_AHEAD) {
        proposal->sentence = "the segment was sent again with a newer acknowledgment number, but "
                             "not signed again: by its sender itself or by a proxy";
        proposal->cure = "upgrade the sender, or exempt the session from proxies";
    }
    return true;
}

const struct hypothesis hypothesis_replayed = {
    .cause = CAUSE_REPLAYED,
    .propose = replayed_propose,
};
