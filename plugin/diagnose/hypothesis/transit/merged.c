/* LRO or GRO merged several segments before they were captured. The result has the header and the
 * digest of the first, and also the FIN and PSH flags of the later segments.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

#define MAX_LENGTH 8960 /* of jumbo frames, if the MSS is unknown */

/* Returns guess NUMBER at how many of LENGTH bytes of data were signed: first whole multiples of
 * MSS, then every smaller length. Returns 0 if there are no more guesses. */
static size_t guessed_length(unsigned number, size_t length, unsigned mss)
{
    const size_t multiples = mss > 0 ? (length - 1) / mss : 0;
    const size_t most = MIN(length, mss > 0 ? mss : MAX_LENGTH + 1) - 1;
    if (number < multiples)
        return (number + 1) * (size_t)mss;
    const size_t rest = number - multiples + 1;
    return rest <= most ? rest : 0;
}

static bool merged_propose(const struct evidence *evidence, unsigned index,
                           struct proposal *proposal)
{
    static const uint8_t added[] = {0, FLAG_PSH, FLAG_FIN, FLAG_FIN | FLAG_PSH};
    const uint8_t flags = added[index % G_N_ELEMENTS(added)];
    struct message *message = &proposal->message;
    const size_t length = message->data.length;
    const size_t data =
        length > 0 ? guessed_length(index / G_N_ELEMENTS(added), length, evidence->mss) : 0;

    if (data == 0 || evidence->flow->candidates->count == 0)
        return false;
    proposal->skip = (message->header[HEADER_FLAGS] & flags) != flags;
    proposal_set_original(proposal, ORIGINAL_LENGTH, message->length - (uint32_t)(length - data));
    if (flags) {
        proposal_set_original(proposal, ORIGINAL_FLAGS, header_flags(message->header) & ~flags);
        proposal->implied = 1u << ORIGINAL_FLAGS;
    }
    return true;
}

const struct hypothesis hypothesis_merged = {
    .cause = CAUSE_MERGED,
    .propose = merged_propose,
    .is_long = true,
};
