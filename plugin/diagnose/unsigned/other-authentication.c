/* The sender signs with another option than its key is for.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "unsigned-segment.h"

/* draft-bonica-tcp-auth-06, "TCP Enhanced Authentication Option": K and Res are zero, and it has 16
 * bytes with each of its algorithms. It got no number of its own, so it stands in the options for
 * experiments; what others put there, RFC 6994, does not look so.
 *
 *     +--------+--------+-+-+--------+-----+--------+------- ... -+
 *     |  kind  | length |T|K| Alg ID | Res | Key ID |  MAC (12)   |
 *     +--------+--------+-+-+--------+-----+--------+------- ... -+
 *       8 bits     8     1 1     6      2      6
 */
static bool is_enhanced(const uint8_t *option)
{
    return option && option[1] == 16 && !(option[2] & 0x40) && !(option[3] & 0xc0);
}

/* Returns true if there are candidates, and all are for TCP-AO or, if AO is false, all for MD5. */
static bool all_are_for(const struct candidates *candidates, bool ao)
{
    for (unsigned i = 0; i < candidates->count; i++)
        if ((candidates->keys[i]->algorithm != KEY_MD5) != ao)
            return false;
    return candidates->count > 0;
}

const struct proof *other_authentication(const struct unsigned_segment *missing)
{
    static const struct proof
        ao = {.cause = CAUSE_OTHER_AUTHENTICATION, .detail = "TCP-AO, option 29"},
        md5 = {.cause = CAUSE_OTHER_AUTHENTICATION,
               .sentence = "the sender does not sign with TCP-AO but with MD5, option 19",
               .cure = "configure the same authentication on both ends; "
                       "remove the MD5 password where TCP-AO is configured"},
        enhanced = {.cause = CAUSE_OTHER_AUTHENTICATION,
                    .detail = "Enhanced Authentication of draft-bonica-tcp-auth, option 253"},
        enhanced_too = {.cause = CAUSE_OTHER_AUTHENTICATION,
                        .detail = "Enhanced Authentication of draft-bonica-tcp-auth, option 254"};
    const struct signature_options *options = missing->evidence->options;

    if (options->md5 > 0)
        return all_are_for(missing->evidence->flow->candidates, true) ? &md5 : NULL;
    if (options->ao > 0)
        return all_are_for(missing->evidence->flow->candidates, false) ? &ao : NULL;
    if (!is_enhanced(options->experiment))
        return NULL;
    return options->experiment[0] == OPTION_EXPERIMENT ? &enhanced : &enhanced_too;
}
