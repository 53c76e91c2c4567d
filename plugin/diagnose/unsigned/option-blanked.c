/* The signature was overwritten with NOPs or zeros.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "unsigned-segment.h"

#define ZEROS                                                                                    \
    "its signature was overwritten with zeros (end-of-list options) in transit, typically by a " \
    "firewall"
#define AO_CURE "have the firewall let TCP option 29 pass; and leave sequence numbers as they are"

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

/* No sender pads with as many NOPs or zeros as a signature has bytes. */
const struct proof *option_blanked(const struct unsigned_segment *missing)
{
    static const struct proof
        blanked = {.cause = CAUSE_OPTION_BLANKED},
        zeroed = {.cause = CAUSE_OPTION_BLANKED,
                  .sentence = ZEROS,
                  .cure = "have the firewall let TCP option 19 pass; and leave sequence numbers "
                          "as they are"},
        ao_blanked = {.cause = CAUSE_OPTION_BLANKED, .cure = AO_CURE},
        ao_zeroed = {.cause = CAUSE_OPTION_BLANKED, .sentence = ZEROS, .cure = AO_CURE};
    const struct signature_options *options = missing->evidence->options;
    const unsigned ao = ao_length(missing->evidence->flow->candidates);
    const unsigned length = ao > 0 ? ao : OPTION_MD5_LENGTH;

    if (options->blanks >= length)
        return ao > 0 ? &ao_blanked : &blanked;
    if (options->zeros >= length)
        return ao > 0 ? &ao_zeroed : &zeroed;
    return NULL;
}
