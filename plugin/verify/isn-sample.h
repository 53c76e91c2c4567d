/* A copy of a segment with which initial sequence numbers (ISNs) are searched.
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

/* Returns a copy of SEGMENT, which must be captured whole and have SIGNATURE, a TCP-AO option with
 * a MAC. Free with isn_sample_free(). */
struct isn_sample *isn_sample_new(const struct segment *segment, const struct signature *signature,
                                  uint8_t direction);

/* Frees SAMPLE. Does nothing if SAMPLE is NULL. */
void isn_sample_free(struct isn_sample *sample);

#endif
