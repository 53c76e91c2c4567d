/* The words for what could explain a segment.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "hint.h"

char *hint_text(const struct hint *hint)
{
    switch (hint->kind) {
    case HINT_NONE:
        break;
    case HINT_SACK:
        return g_strdup("in this direction all segments with selective acknowledgements (SACK) are "
                        "bad and all others good: does the sender hash options?");
    case HINT_LENGTH:
        return g_strdup_printf("in this direction all segments with %u bytes of data or more are "
                               "bad and all shorter ones good: look for offloads of the sender",
                               hint->number);
    case HINT_IDLE:
        return g_strdup_printf("in this direction all segments after a silence of %u.%03u s or "
                               "longer are bad and all others good: look for a firewall or NAT "
                               "that forgets idle connections",
                               hint->number / 1000, hint->number % 1000);
    case HINT_DIRECTION:
        return g_strdup("in this direction all segments are bad, in the other one all are good: "
                        "compare the sender's password, and look for what rewrites this direction");
    case HINT_PROVEN:
        return g_strdup_printf("in this direction %u bad segment%s a proven cause, the last one "
                               "%s: most likely the same happened to this one, in a way that was "
                               "not tried",
                               hint->number, hint->number == 1 ? " has" : "s have",
                               cause_name(hint->cause));
    case HINT_CHECKSUM_RIGHT:
        return g_strdup("its TCP checksum is right, so it was not damaged: another password, or "
                        "something on the path rewrote it and corrected the checksum");
    case HINT_INJECTED:
        return g_strdup(
            "its data differs from what was signed at the same sequence numbers: it was "
            "injected into the connection; a receiver that checks signatures drops it");
    case HINT_HEADER_SHORTER:
        return g_strdup_printf("its header is %u bytes shorter than those of the same sender that "
                               "are signed: the signature was cut out on the way, or the sender "
                               "did not sign",
                               hint->number);
    }
    return NULL;
}
