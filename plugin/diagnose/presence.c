/* Who signs and who does not.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "presence.h"

#include <string.h>

#define ENOUGH 4 /* signed segments, to know what those of a sender look like */

static void keep_sample(struct presence *presence, const struct segment *segment)
{
    const size_t header_length = segment_header_length(segment);
    struct sample *sample = &presence->samples[presence->with_signature % SAMPLES];

    presence->header_lengths[kind_of(segment)] = (uint8_t)header_length;
    sample->time = segment->time;
    sample->header_length = header_length;
    sample->data_length = segment->length - header_length;
    memcpy(sample->header, segment->bytes, TCP_HEADER_LENGTH);
}

void presence_note(struct presence *presence, const struct evidence *evidence)
{
    const struct segment *segment = evidence->segment;
    const bool is_signed = evidence->options->md5 > 0 || evidence->options->ao > 0;
    const uint8_t flags = segment->bytes[HEADER_FLAGS];

    presence->spoke |= (flags & (FLAG_SYN | FLAG_ACK)) != FLAG_SYN;
    if (!(flags & (FLAG_SYN | FLAG_RST))) {
        presence->went_on = segment->time;
        if (is_signed)
            presence->signed_on = segment->time;
    }
    if (is_signed) {
        keep_sample(presence, segment);
        presence->with_signature++;
    } else {
        presence->without++;
    }
}

unsigned presence_lacks(const struct segment *segment, size_t length)
{
    const size_t own = segment_header_length(segment);
    return length == own + 16 || length == own + 20 ? (unsigned)(length - own) : 0;
}

struct hint presence_hint(const struct presence *presence, const struct evidence *evidence)
{
    const enum kind kind = kind_of(evidence->segment);
    const unsigned shorter = presence_lacks(evidence->segment, presence->header_lengths[kind]);
    if (presence->with_signature < ENOUGH || shorter == 0)
        return (struct hint){.kind = HINT_NONE};
    return (struct hint){HINT_HEADER_SHORTER, shorter};
}
