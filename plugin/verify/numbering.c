/* The initial sequence numbers of a connection, and how often its numbers wrapped.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "numbering.h"

#include "message.h"
#include "sne.h"

/* Later passes ask for the extension at any frame, in any order. So the latest number is recorded
 * with its frame, as a mark, whenever it has grown by this much. A quarter of the half space within
 * which sne_extend() is unambiguous is enough; the memory is proportional to the data captured. */
#define MARK_EVERY (UINT64_C(1) << 29)

/* Numbers that an end may still repeat when it has sent all its data, and those that it may have
 * sent before it received an RST. */
#define LAST_NUMBERS (UINT32_C(1) << 24)
#define MAX_LATE     (UINT32_C(1) << 22)

/* Octets. A longer stretch without a captured segment may be any number of wraps longer. A window
 * and the segments that a busy capture loses are shorter. */
#define MAX_GAP (UINT32_C(1) << 24)

/* Octets that an end sends again although they were acknowledged: at most a window, since it does
 * not know yet. */
#define MAX_AGAIN (UINT32_C(1) << 16)

struct mark {
    uint32_t frame;
    struct sne sne;
};

static void clear_marks(struct numbered_end *end)
{
    if (end->marks)
        g_array_free(end->marks, TRUE);
    end->marks = NULL;
}

struct numbering *numbering_new(void)
{
    return g_new0(struct numbering, 1);
}

void numbering_free(struct numbering *numbering)
{
    if (!numbering)
        return;
    clear_marks(&numbering->ends[0]);
    clear_marks(&numbering->ends[1]);
    g_free(numbering);
}

void numbered_end_begin(struct numbered_end *end, uint32_t isn, uint32_t number,
                        enum isn_origin origin)
{
    if (end->origin != ISN_UNKNOWN && end->isn == isn)
        return;
    clear_marks(end);
    *end = (struct numbered_end){.isn = isn, .frame = number, .origin = origin, .latest = isn};
}

static uint32_t acknowledgment_number(const struct segment *segment)
{
    return header_number(segment->bytes, HEADER_ACKNOWLEDGMENT_NUMBER);
}

static bool has_ack(const struct segment *segment)
{
    return segment->bytes[HEADER_FLAGS] & FLAG_ACK;
}

void numbering_close(struct numbering *numbering, uint8_t direction, const struct segment *segment)
{
    struct numbered_end *from = &numbering->ends[direction], *to = &numbering->ends[!direction];
    const uint8_t flags = segment->bytes[HEADER_FLAGS];

    if (!(flags & (FLAG_FIN | FLAG_RST)))
        return;
    from->ended = true;
    from->final = segment_sequence_number(segment) + segment_span(segment);
    if (!(flags & FLAG_RST))
        return;
    numbering->reset = true;
    if ((flags & FLAG_ACK) && !to->ended) {
        to->ended = true;
        to->final = acknowledgment_number(segment);
    }
}

/* Returns true if NUMBER is none of the last numbers of END, or of the next LATE. */
static bool is_beyond(const struct numbered_end *end, uint32_t number, uint32_t late)
{
    return end->ended && end->final + late - number > LAST_NUMBERS + late;
}

bool numbering_is_over(const struct numbering *numbering, uint8_t direction,
                       const struct segment *segment)
{
    const struct numbered_end *from = &numbering->ends[direction],
                              *to = &numbering->ends[!direction];
    const uint32_t late = numbering->reset ? MAX_LATE : 0;

    return (numbering->reset || (from->ended && to->ended)) &&
           (is_beyond(from, segment_sequence_number(segment), late) ||
            (has_ack(segment) && is_beyond(to, acknowledgment_number(segment), late)));
}

bool numbering_is_proven(const struct numbering *numbering, uint32_t number)
{
    return numbering && numbering->proven != 0 && numbering->proven <= number;
}

/* Returns true if NUMBER may be one of END's: not before the ISN, and soon after the greatest
 * number that verified at the latest. */
static bool is_near(const struct numbered_end *end, uint32_t number)
{
    const uint64_t sent = end->latest - end->isn;

    return end->origin != ISN_UNKNOWN && number - end->isn <= sent + MAX_GAP;
}

bool numbering_spans(const struct numbering *numbering, uint8_t direction,
                     const struct segment *segment)
{
    return has_ack(segment) &&
           is_near(&numbering->ends[direction], segment_sequence_number(segment)) &&
           is_near(&numbering->ends[!direction], acknowledgment_number(segment));
}

bool numbering_is_strange(const struct numbering *numbering, uint8_t direction,
                          const struct segment *segment)
{
    return has_ack(segment) &&
           !is_near(&numbering->ends[direction], segment_sequence_number(segment)) &&
           !is_near(&numbering->ends[!direction], acknowledgment_number(segment));
}

static struct sne state_at(const struct numbered_end *end, uint32_t number)
{
    struct sne state = sne_begin(end->isn);

    /* Usually the last mark is the right one. */
    for (guint i = end->marks ? end->marks->len : 0; i-- > 0;) {
        const struct mark *mark = &g_array_index(end->marks, struct mark, i);
        if (mark->frame <= number) {
            state = mark->sne;
            break;
        }
    }
    return state;
}

bool numbered_end_is_extended(const struct numbered_end *end, uint32_t number)
{
    return end->origin != ISN_TOLD || (end->heard != 0 && end->heard <= number);
}

uint32_t numbered_end_extension(const struct numbered_end *end, uint32_t number, uint32_t sequence)
{
    const struct sne state = state_at(end, number);
    return sne_of(&state, sequence);
}

/* Returns how far SEQUENCE is ahead of the latest number of END, modulo 2^32. */
static uint32_t ahead_of(const struct numbered_end *end, uint32_t sequence)
{
    return sequence - (uint32_t)end->latest;
}

/* Returns true if the number A is after B, by more than BY octets. */
static bool is_after(uint32_t a, uint32_t b, uint32_t by)
{
    return a - b > by && a - b < UINT32_C(1) << 31;
}

bool numbering_advances(const struct numbering *numbering, uint8_t direction,
                        const struct segment *segment)
{
    const struct numbered_end *from = &numbering->ends[direction],
                              *to = &numbering->ends[!direction];
    const uint32_t end = segment_sequence_number(segment) + segment_span(segment);

    return !from->captured || is_after(end, from->next, 0) || !to->answered ||
           is_after(acknowledgment_number(segment), to->acknowledged, 0);
}

bool numbered_end_leaps(const struct numbered_end *end, uint32_t sequence)
{
    const uint32_t ahead = ahead_of(end, sequence);
    return MIN(ahead, 0 - ahead) > MAX_GAP || (end->captured && is_after(sequence, end->next, 0)) ||
           (end->answered && is_after(end->acknowledged, sequence, MAX_AGAIN));
}

void numbered_end_note_captured(struct numbered_end *end, uint32_t sequence, uint32_t span)
{
    const bool is_latest = sequence == (uint32_t)end->latest;

    if (end->captured && !is_latest && !is_after(sequence + span, end->next, 0))
        return; /* a retransmission */
    end->captured = true;
    end->next = sequence + span;
}

void numbered_end_note_acknowledged(struct numbered_end *end, uint32_t number)
{
    end->answered = true;
    end->acknowledged = number;
}

uint32_t numbered_end_wrapped(const struct numbered_end *end, uint32_t sequence, unsigned wraps)
{
    return (uint32_t)((end->latest + ahead_of(end, sequence)) >> 32) + wraps;
}

void numbered_end_note(struct numbered_end *end, uint32_t number, uint64_t sequence)
{
    struct mark mark = {number, state_at(end, number)};
    const uint64_t before = mark.sne.latest;

    if (end->heard == 0)
        end->heard = number;
    end->latest = MAX(end->latest, sequence);
    sne_note(&mark.sne, sequence);
    if (mark.sne.latest - before < MARK_EVERY)
        return;
    if (!end->marks)
        end->marks = g_array_new(FALSE, FALSE, sizeof mark);
    g_array_append_val(end->marks, mark);
}
