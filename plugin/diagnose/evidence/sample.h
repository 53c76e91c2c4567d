/* What is remembered of a signed segment, to be compared with later ones.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_EVIDENCE_SAMPLE_H
#define TCPAUTH_DIAGNOSE_EVIDENCE_SAMPLE_H

#include "code.h"
#include "evidence.h"

#define SAMPLES      8  /* of each direction of a connection; a power of two, see ring_grow() */
#define START_LENGTH 31 /* so that struct text has 44 bytes */

/* The data of a segment. Small, since each connection has at least one. */
struct text {
    uint32_t hash; /* of the data; 0 if START has all of it or it was not captured whole */
    uint32_t length;
    uint32_t number; /* the sequence number of the segment */
    uint8_t start_length;
    uint8_t start[START_LENGTH]; /* the first START_LENGTH bytes, as far as captured */
};

/* A segment. */
struct sample {
    int64_t time;
    struct text text;
    uint32_t acknowledgment_number;
    uint8_t code[CODE_MIN]; /* the first octets of its digest or MAC; zeros if it has no code */
    uint16_t window;
    uint8_t flags;
    bool is_good; /* its signature verified */
    uint8_t header_length;
};

/* The last signed segments of one direction, in any order. */
struct samples {
    const struct sample *list;
    unsigned count; /* up to SAMPLES */
};

/* Stores in TEXT the data of SEGMENT, whose header must be captured. */
void text_take(struct text *text, const struct segment *segment);

/* Stores in SAMPLE what is kept of the segment of EVIDENCE, as of one that is not good. */
void sample_take(struct sample *sample, const struct evidence *evidence);

/* Returns true if SEGMENT has data that others could contradict: a SYN has not, and a keep-alive
 * repeats the last sequence number, but with any byte. */
bool text_may_contradict(const struct segment *segment);

/* Returns true if the data of SEGMENT is known to differ from TEXT, of a segment without SYN, at
 * the same sequence numbers. Returns false if they share none, or if too little is known. */
bool text_contradicts(const struct text *text, const struct segment *segment);

/* As text_contradicts(), for the data of SAMPLE. Returns false if that is a SYN. */
static inline bool sample_contradicts(const struct sample *sample, const struct segment *segment)
{
    return !(sample->flags & FLAG_SYN) && text_contradicts(&sample->text, segment);
}

#endif
