/* What is remembered of a signed segment, to be compared with later ones.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_EVIDENCE_SAMPLE_H
#define TCPAUTH_DIAGNOSE_EVIDENCE_SAMPLE_H

#include "code.h"
#include "evidence.h"

#define SAMPLES      8 /* of each direction of a connection; a power of two, see ring_grow() */
#define START_LENGTH 32

/* A segment. Small, since each connection has at least one. */
struct sample {
    int64_t time;
    uint32_t data; /* a hash of the data; 0 if START has all of it or it was not captured whole */
    uint32_t data_length;
    uint8_t numbers[8];     /* sequence and acknowledgment number, as in the header */
    uint8_t code[CODE_MIN]; /* the first octets of its digest or MAC; zeros if it has no code */
    uint8_t window[2], flags;
    bool is_good; /* its signature verified */
    uint8_t header_length, start_length;
    uint8_t start[START_LENGTH]; /* the first START_LENGTH bytes of the data, as far as captured */
};

/* The last signed segments of one direction, in any order. */
struct samples {
    const struct sample *list;
    unsigned count; /* up to SAMPLES */
};

/* Stores in SAMPLE what is kept of the segment of EVIDENCE, as of one that is not good. */
void sample_take(struct sample *sample, const struct evidence *evidence);

/* Returns true if SEGMENT has data that others could contradict: a SYN has not, and a keep-alive
 * repeats the last sequence number, but with any byte. */
bool sample_may_contradict(const struct segment *segment);

/* Returns true if the data of SEGMENT is known to differ from the data of SAMPLE at the same
 * sequence numbers. Returns false if they share none, or if too little is known. */
bool sample_contradicts(const struct sample *sample, const struct segment *segment);

#endif
