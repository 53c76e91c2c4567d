/* The option is there, but no signature in it: all bytes of the digest or the MAC are the same.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "unsigned-segment.h"

#include "plugin/diagnose/evidence/code.h"

const struct proof *digest_blank(const struct evidence *evidence)
{
    static const struct proof blank = {.cause = CAUSE_DIGEST_BLANK};
    return signature_is_blank(&evidence->options->signature) ? &blank : NULL;
}
