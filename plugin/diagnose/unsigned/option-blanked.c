/* The signature was overwritten with options that do nothing.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "unsigned-segment.h"

const struct proof *option_blanked(const struct unsigned_segment *missing)
{
    static const struct proof blanked = {.cause = CAUSE_OPTION_BLANKED};
    /* Nobody aligns an option with so many. */
    return missing->evidence->options->blanks >= OPTION_MD5_LENGTH ? &blanked : NULL;
}
