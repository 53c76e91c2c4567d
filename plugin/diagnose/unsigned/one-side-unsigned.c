/* One end of the connection signs, and the other one never does.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "unsigned-segment.h"

#define STRAYS 1 /* segments without a signature; whatever sent a single one */

const struct proof *one_side_unsigned(const struct unsigned_segment *missing)
{
    static const struct proof one_side = {.cause = CAUSE_ONE_SIDE_UNSIGNED};
    const struct sign_history *own = missing->own, *other = missing->other;
    /* One signed segment among others without is a stray, too. */
    return other->with_signature > other->without && own->with_signature == 0 &&
                   own->without > STRAYS
               ? &one_side
               : NULL;
}
