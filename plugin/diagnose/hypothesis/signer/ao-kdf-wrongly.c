/* The sender derives its traffic key in another way than RFC 5926 section 3.1 requires.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

#include "plugin/verify/kdf.h"

static bool ao_kdf_wrongly_propose(const struct evidence *evidence, unsigned index,
                                   struct proposal *proposal)
{
    (void)evidence;
    if (index + 1 >= KDF_DERIVATIONS)
        return false;
    proposal->ao.context.derivation = index + 1;
    proposal->detail = kdf_derivations[index + 1].fault;
    return true;
}

const struct hypothesis hypothesis_ao_kdf_wrongly = {
    .cause = CAUSE_AO_KDF_WRONGLY,
    .signing = SIGNING_AO,
    .propose = ao_kdf_wrongly_propose,
};
