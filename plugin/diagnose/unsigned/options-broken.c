/* The list of options is broken before the signature, or ends before it, so no receiver finds the
 * signature.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "unsigned-segment.h"

const struct proof *options_broken(const struct unsigned_segment *missing)
{
    static const struct proof
        md5_ended = {.cause = CAUSE_OPTIONS_BROKEN,
                     .detail = "an end-of-list option comes before the MD5 option"},
        md5_broken = {.cause = CAUSE_OPTIONS_BROKEN,
                      .detail = "an option before the MD5 option has an impossible length"},
        ao_ended = {.cause = CAUSE_OPTIONS_BROKEN,
                    .detail = "an end-of-list option comes before the TCP-AO option"},
        ao_broken = {.cause = CAUSE_OPTIONS_BROKEN,
                     .detail = "an option before the TCP-AO option has an impossible length"};
    const struct signature_options *options = missing->evidence->options;

    if (options->md5 > 0 || options->ao > 0)
        return NULL;
    switch (options->hidden) {
    case OPTION_MD5:
        return options->broken ? &md5_broken : &md5_ended;
    case OPTION_AO:
        return options->broken ? &ao_broken : &ao_ended;
    default:
        return NULL;
    }
}
