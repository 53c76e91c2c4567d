/* The window was rewritten, and the URG flag and the urgent pointer were cleared: see
 * urgent-data.c. The original window is the one that was proven last.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

#define NUMBERS (UINT16_MAX + 1)

static bool window_and_urgent_data_propose(const struct evidence *evidence, unsigned index,
                                           struct proposal *proposal)
{
    const unsigned flags = header_flags(evidence->segment->bytes);
    const struct windows proven = {.proven = evidence->windows.proven};
    uint16_t window;
    if (index >= NUMBERS || flags & FLAG_URG ||
        !windows_other_at(&proven, segment_window(evidence->segment), 0, &window))
        return false;
    proposal_set_original(proposal, ORIGINAL_WINDOW, window);
    proposal_set_original(proposal, ORIGINAL_FLAGS, flags | FLAG_URG);
    proposal_set_original(proposal, ORIGINAL_URGENT_POINTER, index);
    proposal->detail = "the URG flag and the urgent pointer were rewritten, too";
    proposal->cure =
        "exempt the session from shapers; have the firewall keep the URG flag and urgent pointer";
    return true;
}

const struct hypothesis hypothesis_window_and_urgent_data = {
    .cause = CAUSE_WINDOW,
    .propose = window_and_urgent_data_propose,
    .guess_count = NUMBERS,
    .is_number = true,
    .field = HEADER_URGENT_POINTER,
};
