/* Records which end signs.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "sign-history.h"

#include "plugin/diagnose/evidence/ring.h"
#include "plugin/diagnose/evidence/twin.h"

#include <string.h>

#define MIN_SEGMENTS 4 /* signed segments that show what those of a sender look like */

/* Returns the data of SEGMENT, as far as it was captured. */
static struct span data_of(const struct segment *segment)
{
    const size_t header = segment_header_length(segment);
    if (segment->captured <= header)
        return (struct span){NULL, 0};
    return (struct span){segment->bytes + header, segment->captured - header};
}

void sign_history_clear(struct sign_history *sign_history)
{
    g_free(sign_history->signed_ones);
    *sign_history = (struct sign_history){0};
}

/* Returns true if SEGMENT neither opens nor aborts a connection. */
static bool goes_on(const struct segment *segment)
{
    return !(segment->bytes[HEADER_FLAGS] & (FLAG_SYN | FLAG_RST));
}

void sample_take(struct sample *sample, const struct segment *segment)
{
    const size_t header_length = segment_header_length(segment);
    const struct span data = data_of(segment);

    sample->time = segment->time;
    sample->data =
        data.length <= START_LENGTH || segment_is_cut_short(segment) ? 0 : data_hash(data);
    sample->data_length = (uint32_t)(segment->length - header_length);
    sample->header_length = (uint8_t)header_length;
    sample->start_length = (uint8_t)MIN(data.length, START_LENGTH);
    sample->flags = segment->bytes[HEADER_FLAGS];
    sample->is_good = false;
    memcpy(sample->numbers, segment->bytes + HEADER_SEQUENCE_NUMBER, sizeof sample->numbers);
    memcpy(sample->window, segment->bytes + HEADER_WINDOW, sizeof sample->window);
    if (data.length > 0)
        memcpy(sample->start, data.bytes, sample->start_length);
}

static void keep_sample(struct sign_history *sign_history, const struct segment *segment,
                        bool is_good)
{
    struct signed_samples *kept =
        ring_grow(sign_history->signed_ones, sizeof(struct signed_samples),
                  sign_history->with_signature, SAMPLES, sizeof(struct sample));
    sign_history->signed_ones = kept;
    struct sample *sample = &kept->samples[sign_history->with_signature % SAMPLES];
    kept->header_lengths[kind_of(segment)] = (uint8_t)segment_header_length(segment);
    if (goes_on(segment))
        kept->last_time = segment->time;
    sample_take(sample, segment);
    sample->is_good = is_good;
}

void sign_history_note(struct sign_history *sign_history, const struct evidence *evidence,
                       bool is_good)
{
    const struct segment *segment = evidence->segment;
    const bool is_signed = evidence->options->md5 > 0 || evidence->options->ao > 0;
    const uint8_t flags = segment->bytes[HEADER_FLAGS];

    sign_history->sent_beyond_syn |= (flags & (FLAG_SYN | FLAG_ACK)) != FLAG_SYN;
    if (goes_on(segment))
        sign_history->last_time = segment->time;
    if (is_signed) {
        keep_sample(sign_history, segment, is_good);
        sign_history->with_signature++;
    } else {
        sign_history->without++;
    }
}

int64_t sign_history_signed_on(const struct sign_history *sign_history)
{
    return sign_history->signed_ones ? sign_history->signed_ones->last_time : 0;
}

unsigned sign_history_lacks(const struct segment *segment, size_t length)
{
    const size_t own = segment_header_length(segment);
    return length == own + 16 || length == own + 20 ? (unsigned)(length - own) : 0;
}

bool sample_may_contradict(const struct segment *segment)
{
    return !(segment->bytes[HEADER_FLAGS] & FLAG_SYN) && data_of(segment).length > 1;
}

bool sample_contradicts(const struct sample *sample, const struct segment *segment)
{
    const struct span data = data_of(segment);
    const uint32_t number = header_number(sample->numbers, 0);
    /* where the sample's data begins in that of the segment; negative if it begins before it
     */
    const int64_t at = (int32_t)(number - segment_sequence_number(segment));

    if (sample->flags & FLAG_SYN || !sample_may_contradict(segment))
        return false;
    if (sample->data && at >= 0 && at + sample->data_length <= (int64_t)data.length)
        return data_hash((struct span){data.bytes + at, sample->data_length}) != sample->data;
    const int64_t from = MAX(at, 0), to = MIN(at + sample->start_length, (int64_t)data.length);
    return from < to &&
           memcmp(data.bytes + from, sample->start + (from - at), (size_t)(to - from)) != 0;
}

bool sign_history_contradicts(const struct sign_history *sign_history,
                              const struct segment *segment)
{
    for (unsigned i = 0; i < MIN(sign_history->with_signature, SAMPLES); i++)
        if (sample_contradicts(&sign_history->signed_ones->samples[i], segment))
            return true;
    return false;
}

bool sign_history_disproves(const struct sign_history *sign_history, const struct segment *segment)
{
    for (unsigned i = 0; i < MIN(sign_history->with_signature, SAMPLES); i++)
        if (sign_history->signed_ones->samples[i].is_good &&
            sample_contradicts(&sign_history->signed_ones->samples[i], segment))
            return true;
    return false;
}

struct hint sign_history_hint(const struct sign_history *sign_history,
                              const struct evidence *evidence)
{
    const enum kind kind = kind_of(evidence->segment);

    if (sign_history->with_signature < MIN_SEGMENTS)
        return (struct hint){.kind = HINT_NONE};
    const unsigned shorter =
        sign_history_lacks(evidence->segment, sign_history->signed_ones->header_lengths[kind]);
    return (struct hint){.kind = shorter > 0 ? HINT_HEADER_SHORTER : HINT_NONE, .number = shorter};
}
