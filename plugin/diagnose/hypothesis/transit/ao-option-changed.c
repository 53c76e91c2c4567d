/* An option that the MAC covers was rewritten, overwritten with NOPs or removed.
 *
 * A timestamps option is not guessed: its values are unknown.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/option-change.h"

static bool ao_option_changed_propose(const struct evidence *evidence, unsigned index,
                                      struct proposal *proposal)
{
    if (index >= OPTION_CHANGES || !evidence_has_covered(evidence))
        return false;
    option_change(proposal, index);
    return true;
}

const struct hypothesis hypothesis_ao_option_changed = {
    .cause = CAUSE_AO_OPTION_CHANGED,
    .signing = SIGNING_AO,
    .propose = ao_option_changed_propose,
};
