/* The flags and the window were rewritten at once, as by a firewall and a shaper. Tries all
 * combinations of flags with the windows of other segments of the direction.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

#define COMBINATIONS (1u << 12) /* of the bits after the data offset, RFC 9293 section 3.1 */

static bool flags_and_window_propose(const struct evidence *evidence, unsigned index,
                                     struct proposal *proposal)
{
    uint16_t window;
    if (!windows_other_at(&evidence->windows, segment_window(evidence->segment),
                          index / COMBINATIONS, &window))
        return false;
    proposal_set_original(proposal, ORIGINAL_WINDOW, window);
    proposal_set_original(proposal, ORIGINAL_FLAGS, index % COMBINATIONS);
    proposal->detail = "the flags were rewritten, too";
    proposal->cure = WINDOW_AND_FLAGS_CURE;
    return true;
}

const struct hypothesis hypothesis_flags_and_window = {
    .cause = CAUSE_WINDOW,
    .propose = flags_and_window_propose,
    .guess_count = COMBINATIONS,
    .is_number = true,
    .field = HEADER_DATA_OFFSET,
};
