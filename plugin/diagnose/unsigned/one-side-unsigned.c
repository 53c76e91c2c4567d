/* One end of the connection signs, the other never does.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "unsigned-segment.h"

#define MAX_STRAYS 1 /* a single segment without a signature may be from anywhere */

const struct proof *one_side_unsigned(const struct unsigned_segment *missing)
{
    static const struct proof one_side[] = {
        {.cause = CAUSE_ONE_SIDE_UNSIGNED},
        {.cause = CAUSE_ONE_SIDE_UNSIGNED,
         .sentence =
             "nothing from this side is signed although the other end signs: the sender has "
             "no key, or a device before the capture strips TCP option 29",
         .cure = "check the sender's key chain and firewalls in between; the sender needs it for "
                 "the address that the other end uses. Capture at the sender to tell which it is"},
    };
    const struct sign_history *own = missing->own, *other = missing->other;
    /* A single signed segment among unsigned ones is a stray, too. */
    return other->with_signature > other->without && own->with_signature == 0 &&
                   own->without > MAX_STRAYS
               ? &one_side[missing->is_ao]
               : NULL;
}
