/* Why a segment is not signed, or otherwise than its key says.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "absence.h"

typedef const struct proof *recognise(const struct absence *absence);

static recognise *const by_options[] = {options_broken, option_blanked, option_removed_between,
                                        other_authentication};
static recognise *const by_company[] = {rst_unsigned, syn_unsigned, one_side_unsigned};

static const struct proof *first_of(recognise *const *causes, unsigned count,
                                    const struct absence *absence)
{
    const struct proof *proof = NULL;
    for (unsigned i = 0; i < count && !proof; i++)
        proof = causes[i](absence);
    return proof;
}

const struct proof *absence_read(const struct absence *absence)
{
    return first_of(by_options, G_N_ELEMENTS(by_options), absence);
}

const struct proof *absence_explain(const struct absence *absence)
{
    return first_of(by_company, G_N_ELEMENTS(by_company), absence);
}
