/* The signer hashed the key first instead of last.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

static bool key_first_propose(const struct evidence *evidence, unsigned index,
                              struct proposal *proposal)
{
    (void)evidence;
    proposal->key_first = true;
    return index == 0;
}

const struct hypothesis hypothesis_key_first = {
    .cause = CAUSE_KEY_FIRST,
    .signing = SIGNING_MD5,
    .propose = key_first_propose,
};
