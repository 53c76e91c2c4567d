/* The signature was overwritten with NOPs.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "unsigned-segment.h"

/* Returns the length of TCP-AO with the shortest MAC of any candidate; 0 if none is for TCP-AO. */
static unsigned ao_length(const struct candidates *candidates)
{
    unsigned least = 0;

    for (unsigned i = 0; i < candidates->count; i++) {
        const struct key *key = candidates->keys[i];
        if (key->algorithm != KEY_MD5 && (least == 0 || key_mac_length(key) < least))
            least = key_mac_length(key);
    }
    return least > 0 ? AO_HEADER_LENGTH + least : 0;
}

/* No sender pads with as many NOPs as a signature has bytes. */
const struct proof *option_blanked(const struct unsigned_segment *missing)
{
    static const struct proof
        blanked = {.cause = CAUSE_OPTION_BLANKED},
        ao_blanked = {.cause = CAUSE_OPTION_BLANKED,
                      .cure =
                          "have the firewall let TCP option 29 pass; and leave sequence numbers "
                          "as they are"};
    const unsigned blanks = missing->evidence->options->blanks;
    const unsigned ao = ao_length(missing->evidence->flow->candidates);

    if (ao > 0)
        return blanks >= ao ? &ao_blanked : NULL;
    return blanks >= OPTION_MD5_LENGTH ? &blanked : NULL;
}
