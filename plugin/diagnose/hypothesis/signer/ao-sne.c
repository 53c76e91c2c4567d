/* The sender's sequence number extension is wrong: RFC 5925 section 6.2.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

static bool ao_sne_propose(const struct evidence *evidence, unsigned index,
                           struct proposal *proposal)
{
    static const int differences[] = {-1, 1, -2, 2};
    static const uint32_t numbers[] = {0, 1, 2, 3, 4};
    const uint32_t own = proposal->ao.sne;
    uint32_t sne = own;

    (void)evidence;
    if (index < G_N_ELEMENTS(differences))
        sne += (uint32_t)differences[index];
    else if (index < G_N_ELEMENTS(differences) + G_N_ELEMENTS(numbers))
        sne = numbers[index - G_N_ELEMENTS(differences)];
    else
        return false;
    proposal->skip = sne == own;
    proposal_set_original(proposal, ORIGINAL_SNE, sne);
    proposal->detail = sne == 0 ? "its extension is still 0" : NULL;
    return true;
}

const struct hypothesis hypothesis_ao_sne = {
    .cause = CAUSE_AO_SNE,
    .signing = SIGNING_AO,
    .propose = ao_sne_propose,
};
