/* The maximum segment size (MSS) was rewritten; a MAC that covers the options covers it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

#include "plugin/verify/option.h"

static const uint16_t likely[] = {1460, 1440, 8960, 9176, 1448, 1400, 1360, 536, 65495, 1220};

#define LIKELY  G_N_ELEMENTS(likely)
#define GUESSES (LIKELY + UINT16_MAX + 1)

static bool ao_mss_propose(const struct evidence *evidence, unsigned index,
                           struct proposal *proposal)
{
    const struct span *options = &proposal->message.options;

    if (index >= GUESSES || !evidence_has_covered(evidence) ||
        option_find(options->bytes, options->length, OPTION_MSS, OPTION_MSS_LENGTH) ==
            options->length)
        return false;
    proposal_set_original(proposal, ORIGINAL_MSS, index < LIKELY ? likely[index] : index - LIKELY);
    return true;
}

const struct hypothesis hypothesis_ao_mss = {
    .cause = CAUSE_AO_MSS,
    .signing = SIGNING_AO,
    .propose = ao_mss_propose,
    .guess_count = GUESSES,
};
