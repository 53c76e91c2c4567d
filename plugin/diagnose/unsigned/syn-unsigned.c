/* The connection is opened without a signature.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "unsigned-segment.h"

const struct proof *syn_unsigned(const struct unsigned_segment *missing)
{
    static const struct proof
        opening = {.cause = CAUSE_SYN_UNSIGNED},
        unanswered = {.cause = CAUSE_SYN_UNSIGNED, .detail = "it is never answered"},
        alone = {.cause = CAUSE_SYN_UNSIGNED,
                 .sentence = "the connection is opened without a signature, but its sender signs "
                             "other segments of it",
                 .cure = "look for what removes TCP option 19 from SYNs; or the sender got the "
                         "password in between"};
    if (!segment_opens_connection(missing->evidence->segment))
        return NULL;
    if (missing->own->with_signature > 0)
        return &alone;
    return missing->is_over && !missing->other->spoke ? &unanswered : &opening;
}
