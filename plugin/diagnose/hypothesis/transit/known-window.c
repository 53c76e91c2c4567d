/* The window was rewritten; the original is a window of other segments of the direction.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"
#include "plugin/diagnose/evidence/windows.h"

static bool known_window_propose(const struct evidence *evidence, unsigned index,
                                 struct proposal *proposal)
{
    uint16_t window;
    if (!windows_at(&evidence->windows, index, &window))
        return false;
    proposal_set_original(proposal, ORIGINAL_WINDOW, window);
    return true;
}

const struct hypothesis hypothesis_known_window = {.cause = CAUSE_WINDOW,
                                                   .propose = known_window_propose};
