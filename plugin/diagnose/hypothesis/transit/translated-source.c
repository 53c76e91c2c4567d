/* The source address and the source port were rewritten together. Tries every port with a few
 * addresses, if the algorithm tries ports fast.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/translation.h"

static bool translated_source_propose(const struct evidence *evidence, unsigned index,
                                      struct proposal *proposal)
{
    return translation_propose(evidence, index, ORIGINAL_SOURCE_PORT, proposal);
}

const struct hypothesis hypothesis_translated_source = {
    .cause = CAUSE_SOURCE_ADDRESS,
    .propose = translated_source_propose,
    .guess_count = PORTS,
    .is_number = true,
    .field = HEADER_SOURCE_PORT,
};
