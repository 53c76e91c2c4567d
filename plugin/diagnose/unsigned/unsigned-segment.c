/* Why a segment is unsigned, or signed in another way than its key requires.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "unsigned-segment.h"

typedef const struct proof *recognise(const struct unsigned_segment *missing);

static recognise *const by_options[] = {options_broken, option_blanked, option_removed_between,
                                        other_authentication};
static recognise *const by_company[] = {rst_unsigned, syn_unsigned, one_side_unsigned};

static const struct proof *first_of(recognise *const *causes, unsigned count,
                                    const struct unsigned_segment *missing)
{
    const struct proof *proof = NULL;
    for (unsigned i = 0; i < count && !proof; i++)
        proof = causes[i](missing);
    return proof;
}

const struct proof *unsigned_segment_read(const struct unsigned_segment *missing)
{
    return first_of(by_options, G_N_ELEMENTS(by_options), missing);
}

const struct proof *unsigned_segment_explain(const struct unsigned_segment *missing)
{
    return first_of(by_company, G_N_ELEMENTS(by_company), missing);
}
