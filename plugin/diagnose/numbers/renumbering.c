/* The shifts by which the sequence numbers of one end may have been changed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "renumbering.h"

#include <string.h>

#define MAX_FAILURES 8
/* A receiver acknowledges at most this much more or less than was sent last; beyond that, it
 * acknowledges other numbers. */
#define MAX_IN_FLIGHT (1u << 20)

void renumbering_clear(struct renumbering *renumbering)
{
    g_free(renumbering->guesses);
    *renumbering = (struct renumbering){0};
}

/* Returns the SHIFTS guesses of RENUMBERING; NULL if there are none. */
static struct shift *shifts_of(const struct renumbering *renumbering)
{
    return renumbering->guesses ? renumbering->guesses->shifts : NULL;
}

/* Returns the guess of SHIFT, which must not be 0, or NULL. */
static struct shift *shift_find(const struct renumbering *renumbering, uint32_t shift)
{
    struct shift *shifts = shifts_of(renumbering);

    for (unsigned i = 0; shifts && i < SHIFTS; i++)
        if (shifts[i].number == shift)
            return &shifts[i];
    return NULL;
}

static struct shift *take_oldest(struct guesses *guesses)
{
    struct shift *shift = &guesses->shifts[guesses->oldest];
    guesses->oldest = (uint8_t)((guesses->oldest + 1) % SHIFTS);
    return shift;
}

void renumbering_note(struct renumbering *renumbering, uint32_t shift)
{
    if (shift == 0 || shift_find(renumbering, shift))
        return;
    if (!renumbering->guesses)
        renumbering->guesses = g_new0(struct guesses, 1);
    struct guesses *guesses = renumbering->guesses;
    struct shift *oldest = take_oldest(guesses);
    for (unsigned i = 1; i < SHIFTS && oldest->proven; i++)
        oldest = take_oldest(guesses);
    if (oldest->proven)
        oldest = take_oldest(guesses); /* all guesses are proven: the oldest one */
    *oldest = (struct shift){.number = shift};
}

uint32_t renumbering_guess(const struct renumbering *renumbering, unsigned index)
{
    const struct shift *shifts = shifts_of(renumbering);
    return shifts && (shifts[index].proven || shifts[index].failures < MAX_FAILURES)
               ? shifts[index].number
               : 0;
}

uint32_t renumbering_proven(const struct renumbering *renumbering, unsigned index)
{
    const struct shift *shifts = shifts_of(renumbering);
    return shifts && shifts[index].proven ? shifts[index].number : 0;
}

bool renumbering_is_guessed(const struct renumbering *renumbering)
{
    for (unsigned i = 0; i < SHIFTS; i++)
        if (renumbering_guess(renumbering, i) != 0)
            return true;
    return false;
}

/* Records that SHIFT produced a digest. */
static void shift_prove(struct renumbering *renumbering, uint32_t shift)
{
    struct shift *known = shift != 0 ? shift_find(renumbering, shift) : NULL;
    if (known)
        known->proven = true;
}

/* Records that no guess produced a digest. */
static void doubt_shifts(struct renumbering *renumbering)
{
    struct shift *shifts = shifts_of(renumbering);

    for (unsigned i = 0; shifts && i < SHIFTS; i++)
        if (shifts[i].failures < MAX_FAILURES)
            shifts[i].failures++;
}

static bool header_acknowledges(const uint8_t *header)
{
    return header[HEADER_FLAGS] & FLAG_ACK;
}

/* Returns true if NUMBER cannot acknowledge what the end has sent or sends soon. The acknowledgment
 * of a SYN is exact. */
static bool is_alien(const struct renumbering *renumbering, uint32_t number)
{
    const uint32_t distance = renumbering->next - number;
    return renumbering->sent_syn ? distance != 0 : distance + MAX_IN_FLIGHT > 2 * MAX_IN_FLIGHT;
}

/* Guesses from an acknowledgment of data that was never sent. */
static void see_numbers(struct renumbered ends, const struct segment *segment)
{
    const uint8_t *header = segment->bytes;
    const uint32_t number = header_number(header, HEADER_ACKNOWLEDGMENT_NUMBER);

    if (header[HEADER_FLAGS] & FLAG_RST)
        return;
    if (header_acknowledges(header) && ends.other && ends.other->sent &&
        is_alien(ends.other, number))
        renumbering_note(ends.other, ends.other->next - number);
    ends.own->sent = true;
    ends.own->sent_syn = header[HEADER_FLAGS] & FLAG_SYN;
    ends.own->next = segment_sequence_number(segment) + segment_span(segment);
}

/* Guesses from the numbers with which a segment was signed, and from the header that it has now. */
static void compare_numbers(struct renumbered ends, uint32_t sequence, uint32_t acknowledgment,
                            const uint8_t *changed)
{
    renumbering_note(ends.own, header_number(changed, HEADER_SEQUENCE_NUMBER) - sequence);
    if (header_acknowledges(changed))
        renumbering_note(ends.other,
                         acknowledgment - header_number(changed, HEADER_ACKNOWLEDGMENT_NUMBER));
}

/* As compare_numbers(), from two headers of one segment. */
static void compare_headers(struct renumbered ends, const uint8_t *signed_header,
                            const uint8_t *changed)
{
    compare_numbers(ends, header_number(signed_header, HEADER_SEQUENCE_NUMBER),
                    header_number(signed_header, HEADER_ACKNOWLEDGMENT_NUMBER), changed);
}

/* Returns true if SEGMENT may be the segment of SAMPLE elsewhere, and was not replayed. */
static bool is_close(const struct sample *sample, const struct segment *segment)
{
    const int64_t between = time_between(sample->time, segment->time);
    const uint32_t shift = segment_sequence_number(segment) - sample->text.number;
    const uint32_t acknowledged =
        header_number(segment->bytes, HEADER_ACKNOWLEDGMENT_NUMBER) - sample->acknowledgment_number;
    return -MUCH_LATER < between && !was_sent_again(between, shift, acknowledged);
}

/* Guesses from SEGMENT, which is bad with CODE, and from the good ones of SAMPLES with the same
 * code. */
static void compare_with_good(struct renumbered ends, const struct segment *segment,
                              const struct code *code, struct samples samples)
{
    for (unsigned i = 0; i < samples.count; i++) {
        const struct sample *sample = &samples.list[i];
        if (sample->is_good && is_close(sample, segment) &&
            sample->header_length + sample->text.length == segment->length &&
            memcmp(sample->code, code->bytes, sizeof sample->code) == 0)
            compare_numbers(ends, sample->text.number, sample->acknowledgment_number,
                            segment->bytes);
    }
}

/* Guesses from the captures of SEGMENT at other points. IS_GOOD is the verdict here. */
static void compare_with_twins(struct renumbered ends, const struct segment *segment,
                               const struct twins *twins, bool is_good)
{
    const uint32_t numbers = 1u << CHANGE_SEQUENCE_NUMBER | 1u << CHANGE_ACKNOWLEDGMENT_NUMBER;

    for (unsigned i = 0; twins && i < twins->count; i++) {
        const struct twin *twin = &twins->list[i];
        if (twin->changes == 0 || twin->changes & ~numbers)
            continue;
        if (is_good)
            compare_headers(ends, segment->bytes, twin->snapshot->header);
        else
            compare_headers(ends, twin->snapshot->header, segment->bytes);
    }
}

void renumbered_learn(struct renumbered ends, const struct segment *segment,
                      const struct code *code, const struct diagnosis *diagnosis,
                      struct samples samples)
{
    const bool is_good = diagnosis->finding.verdict == VERDICT_GOOD;

    see_numbers(ends, segment);
    if (code->length == 0 || (!is_good && diagnosis->finding.verdict != VERDICT_BAD))
        return;
    compare_with_twins(ends, segment, diagnosis->twins, is_good);
    if (!is_good)
        compare_with_good(ends, segment, code, samples);
}

void renumbered_judge(struct renumbered ends, const struct proof *proof)
{
    if (!proof || proof->cause == CAUSE_NONE) {
        doubt_shifts(ends.own);
        if (ends.other)
            doubt_shifts(ends.other);
    } else if (proof->cause == CAUSE_SEQUENCE_NUMBER) {
        shift_prove(ends.own, 0 - proof->numbers[ORIGINAL_SEQUENCE_NUMBER]);
        if (ends.other)
            shift_prove(ends.other, proof->numbers[ORIGINAL_ACKNOWLEDGMENT_NUMBER]);
    }
}
