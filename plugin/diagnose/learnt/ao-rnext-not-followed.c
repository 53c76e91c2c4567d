/* An end is requested to sign with another key, but continues to sign with the old one: RFC 5925
 * section 7.5.2.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "refusal.h"

const struct proof *ao_rnext_not_followed(const struct diagnosis *diagnosis)
{
    static const struct proof proof = {.cause = CAUSE_AO_RNEXT_NOT_FOLLOWED};
    const struct key_change *change = diagnosis->key_change;
    return change && change->kind == KEY_NOT_FOLLOWED ? &proof : NULL;
}
