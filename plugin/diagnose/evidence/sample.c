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

void sample_take(struct sample *sample, const struct evidence *evidence)
{
    const struct segment *segment = evidence->segment;
    const size_t header_length = segment_header_length(segment);
    const struct span data = data_of(segment);
    const struct code code = code_of(&evidence->options->signature);

    *sample = (struct sample){.time = segment->time};
    sample->data = data.length <= START_LENGTH || segment_is_cut_short(segment)
                       ? 0
                       : (uint32_t)data_hash(data);
    sample->data_length = (uint32_t)(segment->length - header_length);
    sample->header_length = (uint8_t)header_length;
    sample->start_length = (uint8_t)MIN(data.length, START_LENGTH);
    sample->flags = segment->bytes[HEADER_FLAGS];
    memcpy(sample->numbers, segment->bytes + HEADER_SEQUENCE_NUMBER, sizeof sample->numbers);
    memcpy(sample->code, code.bytes, sizeof sample->code);
    memcpy(sample->window, segment->bytes + HEADER_WINDOW, sizeof sample->window);
    if (data.length > 0)
        memcpy(sample->start, data.bytes, sample->start_length);
}

bool sample_may_contradict(const struct segment *segment)
{
    return !(segment->bytes[HEADER_FLAGS] & FLAG_SYN) && data_of(segment).length > 1;
}

bool sample_contradicts(const struct sample *sample, const struct segment *segment)
{
    const struct span data = data_of(segment);
    const uint32_t number = header_number(sample->numbers, 0);
    /* where the sample's data begins in the segment's; negative if it begins before */
    const int64_t at = (int32_t)(number - segment_sequence_number(segment));

    if (sample->flags & FLAG_SYN || !sample_may_contradict(segment))
        return false;
    if (sample->data && at >= 0 && at + sample->data_length <= (int64_t)data.length)
        return (uint32_t)data_hash((struct span){data.bytes + at, sample->data_length}) !=
               sample->data;
    const int64_t from = MAX(at, 0), to = MIN(at + sample->start_length, (int64_t)data.length);
    return from < to &&
           memcmp(data.bytes + from, sample->start + (from - at), (size_t)(to - from)) != 0;
}
