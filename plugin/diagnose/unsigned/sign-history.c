/* Records which end signs.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "sign-history.h"

#include "plugin/diagnose/evidence/ring.h"

#define MIN_SEGMENTS 4 /* signed segments that show what those of a sender look like */

void sign_history_clear(struct sign_history *sign_history)
{
    g_free(sign_history->samples);
    *sign_history = (struct sign_history){0};
}

struct samples sign_history_samples(const struct sign_history *sign_history)
{
    return (struct samples){sign_history->samples, MIN(sign_history->with_signature, SAMPLES)};
}

/* Returns true if a segment with FLAGS neither opens nor aborts a connection. */
static bool goes_on(uint8_t flags)
{
    return !(flags & (FLAG_SYN | FLAG_RST));
}

static void keep_sample(struct sign_history *sign_history, const struct evidence *evidence,
                        bool is_good)
{
    const struct segment *segment = evidence->segment;
    sign_history->samples = ring_grow(sign_history->samples, 0, sign_history->with_signature,
                                      SAMPLES, sizeof(struct sample));
    struct sample *sample = &sign_history->samples[sign_history->with_signature % SAMPLES];
    sample_take(sample, evidence);
    sample->is_good = is_good;
    sign_history->header_lengths[kind_of(segment)] = (uint8_t)segment_header_length(segment);
}

void sign_history_note(struct sign_history *sign_history, const struct evidence *evidence,
                       bool is_good)
{
    const struct segment *segment = evidence->segment;
    const bool is_signed = evidence->options->md5 > 0 || evidence->options->ao > 0;
    const uint8_t flags = segment->bytes[HEADER_FLAGS];

    sign_history->sent_beyond_syn |= (flags & (FLAG_SYN | FLAG_ACK)) != FLAG_SYN;
    if (goes_on(flags))
        sign_history->last_time = segment->time;
    if (is_signed) {
        keep_sample(sign_history, evidence, is_good);
        sign_history->with_signature++;
    } else {
        sign_history->without++;
    }
}

int64_t sign_history_signed_on(const struct sign_history *sign_history)
{
    const unsigned count = sign_history->with_signature;

    for (unsigned i = 1; i <= MIN(count, SAMPLES); i++) {
        const struct sample *sample = &sign_history->samples[(count - i) % SAMPLES];
        if (goes_on(sample->flags))
            return sample->time;
    }
    return 0;
}

unsigned sign_history_lacks(const struct segment *segment, size_t length)
{
    const size_t own = segment_header_length(segment);
    return length == own + 16 || length == own + 20 ? (unsigned)(length - own) : 0;
}

bool sign_history_contradicts(const struct sign_history *sign_history,
                              const struct segment *segment)
{
    const struct samples samples = sign_history_samples(sign_history);

    for (unsigned i = 0; i < samples.count; i++)
        if (sample_contradicts(&samples.list[i], segment))
            return true;
    return false;
}

bool sign_history_disproves(const struct sign_history *sign_history, const struct segment *segment)
{
    const struct samples samples = sign_history_samples(sign_history);

    for (unsigned i = 0; i < samples.count; i++)
        if (samples.list[i].is_good && sample_contradicts(&samples.list[i], segment))
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
        sign_history_lacks(evidence->segment, sign_history->header_lengths[kind]);
    return (struct hint){.kind = shorter > 0 ? HINT_HEADER_SHORTER : HINT_NONE, .number = shorter};
}
