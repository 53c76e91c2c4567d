/* The window was rewritten, as by a traffic shaper. Tries every other value.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

static bool window_propose(const struct evidence *evidence, unsigned index,
                           struct proposal *proposal)
{
    (void)evidence;
    if (index > UINT16_MAX)
        return false;
    proposal_set_original(proposal, ORIGINAL_WINDOW, index);
    return true;
}

const struct hypothesis hypothesis_window = {
    .cause = CAUSE_WINDOW,
    .propose = window_propose,
    .guess_count = UINT16_MAX + 1,
    .is_number = true,
    .field = HEADER_WINDOW,
};
