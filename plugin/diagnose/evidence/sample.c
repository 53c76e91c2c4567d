/* What is remembered of a signed segment.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "sample.h"

#include "twin.h"

#include <string.h>

/* Returns the data of SEGMENT, as far as it was captured. */
static struct span data_of(const struct segment *segment)
{
    const size_t header = segment_header_length(segment);
    if (segment->captured <= header)
        return (struct span){NULL, 0};
    return (struct span){segment->bytes + header, segment->captured - header};
}

void text_take(struct text *text, const struct segment *segment)
{
    const struct span data = data_of(segment);
    const bool is_long = data.length > START_LENGTH && !segment_is_cut_short(segment);

    text->hash = is_long ? (uint32_t)data_hash(data) : 0;
    text->length = (uint32_t)(segment->length - segment_header_length(segment));
    text->number = segment_sequence_number(segment);
    text->start_length = (uint8_t)MIN(data.length, START_LENGTH);
    if (data.length > 0)
        memcpy(text->start, data.bytes, text->start_length);
}

void sample_take(struct sample *sample, const struct evidence *evidence)
{
    const struct segment *segment = evidence->segment;
    const struct code code = code_of(&evidence->options->signature);

    sample->time = segment->time;
    text_take(&sample->text, segment);
    sample->acknowledgment_number = header_number(segment->bytes, HEADER_ACKNOWLEDGMENT_NUMBER);
    memcpy(sample->code, code.bytes, sizeof sample->code);
    sample->window = segment_window(segment);
    sample->flags = segment->bytes[HEADER_FLAGS];
    sample->is_good = false;
    sample->header_length = (uint8_t)segment_header_length(segment);
}

bool text_may_contradict(const struct segment *segment)
{
    return !(segment->bytes[HEADER_FLAGS] & FLAG_SYN) && data_of(segment).length > 1;
}

bool text_contradicts(const struct text *text, const struct segment *segment)
{
    const struct span data = data_of(segment);
    /* where the text begins in the segment's data; negative if it begins before */
    const int64_t at = (int32_t)(text->number - segment_sequence_number(segment));

    if (!text_may_contradict(segment))
        return false;
    if (text->hash && at >= 0 && at + text->length <= (int64_t)data.length)
        return (uint32_t)data_hash((struct span){data.bytes + at, text->length}) != text->hash;
    const int64_t from = MAX(at, 0), to = MIN(at + text->start_length, (int64_t)data.length);
    return from < to &&
           memcmp(data.bytes + from, text->start + (from - at), (size_t)(to - from)) != 0;
}
