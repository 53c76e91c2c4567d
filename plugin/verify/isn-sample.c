/* A copy of a segment with which initial sequence numbers (ISNs) are searched.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "isn-sample.h"

#include <glib.h>

struct isn_sample *isn_sample_new(const struct segment *segment, const struct signature *signature,
                                  uint8_t direction)
{
    struct isn_sample *sample = g_new(struct isn_sample, 1);
    uint8_t *bytes = g_memdup2(segment->bytes, segment->captured);

    *sample = (struct isn_sample){*segment, *signature, direction};
    sample->segment.bytes = bytes;
    sample->signature.mac = bytes + (signature->mac - segment->bytes);
    return sample;
}

void isn_sample_free(struct isn_sample *sample)
{
    if (!sample)
        return;
    g_free((gpointer)sample->segment.bytes);
    g_free(sample);
}
