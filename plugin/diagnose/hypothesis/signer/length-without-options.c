/* The length in the signer's pseudo-header excludes the options.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

static bool length_without_options_propose(const struct evidence *evidence, unsigned index,
                                           struct proposal *proposal)
{
    proposal->message.length -=
        (uint32_t)(segment_header_length(evidence->segment) - TCP_HEADER_LENGTH);
    return index == 0;
}

const struct hypothesis hypothesis_length_without_options = {
    .cause = CAUSE_LENGTH_WITHOUT_OPTIONS,
    .propose = length_without_options_propose,
};
