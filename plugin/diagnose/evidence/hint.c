/* The words for hints.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "hint.h"

/* The sentences without a number. */
static const char *const sentences[] = {
    [HINT_SACK] = "in this direction, every bad segment carries SACK blocks and no good one does: "
                  "the sender may be hashing TCP options",
    [HINT_DIRECTION] = "all segments in this direction are bad and all in the other are good: "
                       "check the sender's password, then look for a device that rewrites only "
                       "this direction",
    [HINT_NAT64] = "it comes through NAT64 from a host of IPv4 (64:ff9b::/96): that rewrites both "
                   "addresses, which the signature covers; connect over IPv6 or IPv4 alone",
    [HINT_CHECKSUM_RIGHT] =
        "the TCP checksum is correct, so the segment was not damaged: it was signed with another "
        "password, or a device on the path rewrote it and updated the checksum",
    [HINT_DATA_DIFFERS] = "a good segment has other data at the same sequence numbers: another "
                          "host sent this one in the sender's name, or a device on the path "
                          "changed its data",
    [HINT_INJECTED] = "its data differs from what was signed at the same sequence numbers: it was "
                      "injected into the connection; a receiver that checks signatures drops it",
};

char *hint_text(const struct hint *hint)
{
    switch (hint->kind) {
    case HINT_LENGTH:
        return g_strdup_printf(
            "in this direction, all segments with %u or more bytes of data are bad and all shorter "
            "ones are good: check the sender's offloads (TSO, GSO, scatter-gather)",
            hint->number);
    case HINT_IDLE:
        return g_strdup_printf(
            "in this direction, all segments after an idle period of at least %u.%03u s are bad "
            "and all others are good: look for a firewall or NAT that forgets idle connections",
            hint->number / 1000, hint->number % 1000);
    case HINT_PROVEN:
        return g_strdup_printf(
            "in this direction, %u bad segment%s a proven cause, the last one %s: most likely the "
            "same happened to this one, in a form that was not tried",
            hint->number, hint->number == 1 ? " has" : "s have", cause_name(hint->cause));
    case HINT_OVERWRITTEN:
        return g_strdup_printf(
            "its options have %u consecutive NOPs, and the MAC covers them: most likely a firewall "
            "overwrote an option, such as timestamps; have it keep TCP options",
            hint->number);
    case HINT_HEADER_SHORTER:
        return g_strdup_printf(
            "the TCP header is %u bytes shorter than in this sender's signed segments: the "
            "signature was stripped in transit, or the segment was sent unsigned",
            hint->number);
    default:
        return g_strdup(sentences[hint->kind]);
    }
}
