/* The connection is opened without a signature.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "absence.h"

const struct proof *syn_unsigned(const struct absence *absence)
{
    static const struct proof opening = {.cause = CAUSE_SYN_UNSIGNED},
                              unanswered = {.cause = CAUSE_SYN_UNSIGNED,
                                            .detail = "it is never answered"};
    if (!segment_opens_connection(absence->evidence->segment))
        return NULL;
    return absence->is_over && !absence->other->spoke ? &unanswered : &opening;
}
