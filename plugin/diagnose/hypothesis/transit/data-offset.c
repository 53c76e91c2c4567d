/* Options were added or removed. Tries every header length with room for the signature. See
 * signed-too-early.c for shorter headers.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

#include "plugin/verify/option.h"

#define MAX_WORDS 15 /* words of 32 bits, RFC 9293 section 3.1 */

static bool data_offset_propose(const struct evidence *evidence, unsigned index,
                                struct proposal *proposal)
{
    const size_t option = signature_option_length(&evidence->options->signature);
    const unsigned words = (unsigned)(TCP_HEADER_LENGTH + option + 3) / 4 + index;
    if (words > MAX_WORDS)
        return false;
    proposal_set_original(proposal, ORIGINAL_HEADER_LENGTH, 4 * words);
    return true;
}

const struct hypothesis hypothesis_data_offset = {.cause = CAUSE_DATA_OFFSET,
                                                  .propose = data_offset_propose};
