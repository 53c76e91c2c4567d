/* The MSS and another option of a SYN were changed at once, although the MAC covers them. Tries the
 * usual MSS with each change of another option.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/option-change.h"

#include "plugin/verify/option.h"

/* Those of Ethernet, with IPv4 and IPv6, and of jumbo frames. */
static const uint16_t usual[] = {1460, 1440, 8960, 1448, 1428};

static bool ao_options_changed_propose(const struct evidence *evidence, unsigned index,
                                       struct proposal *proposal)
{
    const struct span *options = &proposal->message.options;

    if (index >= G_N_ELEMENTS(usual) * OPTION_CHANGES || !evidence_has_covered(evidence) ||
        !segment_has_syn(evidence->segment) ||
        option_find(options->bytes, options->length, OPTION_MSS, OPTION_MSS_LENGTH) ==
            options->length)
        return false;
    proposal_set_original(proposal, ORIGINAL_MSS, usual[index / OPTION_CHANGES]);
    proposal->detail = "the MSS and the window scale were rewritten";
    if (!proposal->skip)
        option_change(proposal, index % OPTION_CHANGES);
    return true;
}

const struct hypothesis hypothesis_ao_options_changed = {
    .cause = CAUSE_AO_OPTION_CHANGED,
    .signing = SIGNING_AO,
    .propose = ao_options_changed_propose,
    .is_long = true,
};
