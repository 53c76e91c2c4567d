/* Decides whether one use of a pair of ends is signed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "usage.h"

#include <glib.h>

static bool any_signed(const struct usage *usage)
{
    return usage->with[0] > 0 || usage->with[1] > 0;
}

static void usage_settle(struct usage *usage, bool is_signed)
{
    usage->settled = true;
    usage->outnumbered = !is_signed;
}

/* Learns from a signed segment whether the handshake was signed. */
static void note_signed(struct usage *usage, const struct segment *segment,
                        const struct unsigned_counts *counts)
{
    const bool by_opener = counts->direction == usage->opener;
    const bool opener_sent = (by_opener ? counts->own : counts->other) > 0;
    const bool follows_handshake = usage->answered && !any_signed(usage);

    if (follows_handshake && opener_sent)
        usage_settle(usage, false);
    else if (segment_has_syn(segment) || (follows_handshake && by_opener))
        usage_settle(usage, true);
}

/* Notes whether only a SYN is signed so far. A client that retransmits it has dropped the unsigned
 * SYN-ACK. */
static void note_offer(struct usage *usage, const struct segment *segment, uint8_t direction)
{
    if (segment_opens_connection(segment) && !any_signed(usage)) {
        usage->offered = true;
        usage->answered = false;
        usage->opener = direction;
    } else if (usage->offered && usage->answered) {
        usage->offered = false;
        usage->settled = segment_has_syn(segment);
        usage->outnumbered = false;
    }
}

static void note_handshake(struct usage *usage, const struct segment *segment, uint8_t direction)
{
    if (segment_opens_connection(segment)) {
        usage->opened = true;
        usage->opener = direction;
    } else if ((usage->opened || usage->offered) && direction != usage->opener) {
        usage->answered = true;
        usage->settled &= !usage->offered;
    }
}

/* Decides again whether unsigned segments are in the majority, or answer a signed SYN. */
static void usage_weigh(struct usage *usage, const struct unsigned_counts *counts)
{
    const uint8_t own = usage->with[counts->direction], other = usage->with[!counts->direction];
    usage->outnumbered =
        (usage->offered && usage->answered) || (own <= counts->own && other <= counts->other);
}

void usage_note(struct usage *usage, const struct segment *segment, enum signing signing,
                const struct unsigned_counts *counts)
{
    const uint8_t direction = counts->direction;

    if (signing != SIGNING_NONE) {
        if (!usage->settled)
            note_signed(usage, segment, counts);
        note_offer(usage, segment, direction);
        if (usage->signing == SIGNING_NONE)
            usage->signing = (uint8_t)signing;
        usage->with[direction] = (uint8_t)MIN(usage->with[direction] + 1, UINT8_MAX);
    } else if (segment_has_syn(segment)) {
        note_handshake(usage, segment, direction);
    }
    if (!usage->settled)
        usage_weigh(usage, counts);
}

enum signing usage_signing(const struct usage *usage)
{
    return usage->outnumbered ? SIGNING_NONE : usage->signing;
}
