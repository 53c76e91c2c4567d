/* The window of a SYN was rewritten, and its flags for ECN were cleared, as by a shaper and a
 * firewall. Tries every window with the flags of either kind of ECN.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

#define NUMBERS (UINT16_MAX + 1)

#define FLAG_AE 0x100 /* the lowest reserved bit, for Accurate ECN: RFC 9768 section 3.1 */

/* The flags of a SYN and of one with ACK, for ECN (RFC 3168 section 6.1.1) and for Accurate ECN. */
static const unsigned setups[2][3] = {
    {FLAG_ECE | FLAG_CWR, FLAG_AE | FLAG_ECE | FLAG_CWR},
    {FLAG_ECE, FLAG_CWR, FLAG_AE},
};

static bool window_and_flags_propose(const struct evidence *evidence, unsigned index,
                                     struct proposal *proposal)
{
    const unsigned flags = header_flags(evidence->segment->bytes), number = index / NUMBERS;
    const unsigned *setup = setups[(flags & FLAG_ACK) != 0];
    if (!(flags & FLAG_SYN) || flags & (FLAG_AE | FLAG_ECE | FLAG_CWR) ||
        number >= G_N_ELEMENTS(setups[0]) || setup[number] == 0)
        return false;
    proposal_set_original(proposal, ORIGINAL_FLAGS, flags | setup[number]);
    proposal_set_original(proposal, ORIGINAL_WINDOW, index % NUMBERS);
    proposal->detail = "the flags were rewritten, too";
    proposal->cure = WINDOW_AND_FLAGS_CURE;
    return true;
}

const struct hypothesis hypothesis_window_and_flags = {
    .cause = CAUSE_WINDOW,
    .propose = window_and_flags_propose,
    .guess_count = NUMBERS,
    .is_number = true,
    .field = HEADER_WINDOW,
};
