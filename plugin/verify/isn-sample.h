/* A segment that initial sequence numbers (ISNs) are searched with, and that outlives its frame.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_ISN_SAMPLE_H
#define TCPAUTH_VERIFY_ISN_SAMPLE_H

#include "option.h"
#include "segment.h"

struct isn_sample {
    struct segment segment; /* with bytes of its own */
    struct signature signature;
    uint8_t direction; /* see struct flow */
};

/* Returns a sample of SEGMENT, which is captured whole and has SIGNATURE, a TCP-AO with a MAC. Free
 * with isn_sample_free(). */
struct isn_sample *isn_sample_new(const struct segment *segment, const struct signature *signature,
                                  uint8_t direction);

/* Frees SAMPLE; NULL is ignored. */
void isn_sample_free(struct isn_sample *sample);

#endif
