/* The destination address and the destination port were rewritten together. Tries every port with a
 * few addresses, if the algorithm tries ports fast.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/translation.h"

static bool translated_destination_propose(const struct evidence *evidence, unsigned index,
                                           struct proposal *proposal)
{
    return translation_propose(evidence, index, ORIGINAL_DESTINATION_PORT, proposal);
}

const struct hypothesis hypothesis_translated_destination = {
    .cause = CAUSE_DESTINATION_ADDRESS,
    .propose = translated_destination_propose,
    .guess_count = PORTS,
    .is_number = true,
    .field = HEADER_DESTINATION_PORT,
};
