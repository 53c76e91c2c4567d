/* The signature was stripped: the same segment was captured with it just before, or at another
 * capture point.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "unsigned-segment.h"
#include "plugin/diagnose/evidence/twin.h"

/* A segment that is captured twice appears again sooner than any retransmission. */
#define MAX_COPY_DELAY (100 * G_TIME_SPAN_MILLISECOND)

/* Returns true if SEGMENT, of the same direction, differs from SAMPLE only in the options, the data
 * offset, the checksum and the urgent pointer. Data that is known to differ makes it another
 * segment. */
static bool is_same(const struct sample *sample, const struct segment *segment)
{
    return sign_history_lacks(segment, sample->header_length) > 0 &&
           sample->text.length == segment->length - segment_header_length(segment) &&
           sample->text.number == segment_sequence_number(segment) &&
           sample->acknowledgment_number ==
               header_number(segment->bytes, HEADER_ACKNOWLEDGMENT_NUMBER) &&
           sample->flags == segment->bytes[HEADER_FLAGS] &&
           sample->window == segment_window(segment) && !sample_contradicts(sample, segment);
}

static const struct proof removed[] = {
    {.cause = CAUSE_OPTION_REMOVED},
    {.cause = CAUSE_OPTION_REMOVED, .cure = "have the firewall or proxy let TCP option 29 pass"},
};

const struct proof *option_removed(const struct unsigned_segment *missing)
{
    const struct segment *segment = missing->evidence->segment;
    const struct samples samples = sign_history_samples(missing->own);

    for (unsigned i = 0; i < samples.count; i++) {
        const struct sample *sample = &samples.list[i];
        const int64_t since = time_between(sample->time, segment->time);
        if (since > -MAX_COPY_DELAY && since < MAX_COPY_DELAY && is_same(sample, segment))
            return &removed[missing->is_ao];
    }
    return NULL;
}

const struct proof *option_removed_between(const struct unsigned_segment *missing)
{
    const bool is_signed = missing->evidence->options->signature.kind != 0;
    return !is_signed && twins_are_signed(missing->twins) ? &removed[missing->is_ao] : NULL;
}
