/* Sequence numbers were changed, see sequence-number.c, and the window, too. The original window
 * is one of other segments of the direction.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"
#include "plugin/diagnose/numbers/renumbering.h"

#define NUMBERS ((SHIFTS + 1) * (SHIFTS + 1)) /* the guesses in sequence-number.c */

static bool number_and_window_propose(const struct evidence *evidence, unsigned index,
                                      struct proposal *proposal)
{
    uint16_t window;
    if (!evidence->own || !evidence->other ||
        !(renumbering_is_guessed(evidence->own) || renumbering_is_guessed(evidence->other)) ||
        !windows_other_at(&evidence->windows, segment_window(evidence->segment), index / NUMBERS,
                          &window) ||
        !hypothesis_sequence_number.propose(evidence, index % NUMBERS, proposal))
        return false;
    proposal_set_original(proposal, ORIGINAL_WINDOW, window);
    proposal->detail = "the window was rewritten, too";
    proposal->cure = "have the firewall keep sequence numbers; exempt the session from shapers";
    return true;
}

const struct hypothesis hypothesis_number_and_window = {
    .cause = CAUSE_SEQUENCE_NUMBER,
    .propose = number_and_window_propose,
};
