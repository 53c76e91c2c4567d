/* Kinds of segments that a fault or a sender may treat differently.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_EVIDENCE_KIND_H
#define TCPAUTH_DIAGNOSE_EVIDENCE_KIND_H

#include "plugin/verify/message.h"

enum kind {
    KIND_OPENING, /* a SYN */
    KIND_EMPTY,
    KIND_DATA,
    KINDS,
};

/* Returns the kind of SEGMENT, whose flags must be captured. */
static inline enum kind kind_of(const struct segment *segment)
{
    if (segment->bytes[HEADER_FLAGS] & FLAG_SYN)
        return KIND_OPENING;
    return segment->length > segment_header_length(segment) ? KIND_DATA : KIND_EMPTY;
}

#endif
