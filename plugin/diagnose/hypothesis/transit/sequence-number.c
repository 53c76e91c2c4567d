/* Sequence numbers were changed, as by a firewall that randomises initial ones. Undoes the known
 * and guessed shifts of either end: in the sequence number, in the acknowledgment number, and in
 * both.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"
#include "plugin/diagnose/numbers/renumbering.h"

/* Returns the guess at INDEX, counting from 1; 0, for no shift, at INDEX 0. */
static uint32_t guessed_shift(const struct renumbering *renumbering, unsigned index)
{
    return index > 0 ? renumbering_guess(renumbering, index - 1) : 0;
}

static bool sequence_number_propose(const struct evidence *evidence, unsigned index,
                                    struct proposal *proposal)
{
    const unsigned row = index / (SHIFTS + 1), column = index % (SHIFTS + 1);
    if (!evidence->own || !evidence->other || row > SHIFTS)
        return false;
    const uint32_t own = guessed_shift(evidence->own, column),
                   other = guessed_shift(evidence->other, row);
    const bool acknowledges = proposal->message.header[HEADER_FLAGS] & FLAG_ACK;

    proposal->skip = (column > 0 && own == 0) || (row > 0 && other == 0) ||
                     (own == 0 && !(other != 0 && acknowledges));
    if (own != 0)
        proposal_set_original(proposal, ORIGINAL_SEQUENCE_NUMBER, 0 - own);
    if (other != 0 && acknowledges)
        proposal_set_original(proposal, ORIGINAL_ACKNOWLEDGMENT_NUMBER, other);
    return true;
}

const struct hypothesis hypothesis_sequence_number = {
    .cause = CAUSE_SEQUENCE_NUMBER,
    .propose = sequence_number_propose,
};
