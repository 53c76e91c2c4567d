/* Who signs and who does not.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_PRESENCE_H
#define TCPAUTH_DIAGNOSE_PRESENCE_H

#include "hypothesis.h"
#include "kind.h"

#define SAMPLES 8

/* A signed segment. */
struct sample {
    int64_t time;
    size_t header_length, data_length;
    uint8_t header[TCP_HEADER_LENGTH];
};

/* What was seen in one direction of a connection since that was opened; zero at first. */
struct presence {
    unsigned with_signature, without; /* how many segments */
    bool spoke;                       /* were there others than SYNs? */
    int64_t went_on, signed_on;     /* when the last one came that neither opens nor resets, and the
                                       last such one with a signature; 0 if none did */
    uint8_t header_lengths[KINDS];  /* of the last signed segments */
    struct sample samples[SAMPLES]; /* the last ones, in a ring */
};

/* Takes the segment of EVIDENCE, signed or not. */
void presence_note(struct presence *presence, const struct evidence *evidence);

/* By how many bytes a header of LENGTH is longer than that of SEGMENT, if that is what a signature
 * and the NOPs that align it take; else 0. */
unsigned presence_lacks(const struct segment *segment, size_t length);

/* What could explain that the segment of EVIDENCE is not signed. */
struct hint presence_hint(const struct presence *presence, const struct evidence *evidence);

#endif
