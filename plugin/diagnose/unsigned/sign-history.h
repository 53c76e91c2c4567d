/* Records which end signs.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_UNSIGNED_SIGN_HISTORY_H
#define TCPAUTH_DIAGNOSE_UNSIGNED_SIGN_HISTORY_H

#include "plugin/diagnose/evidence/cause.h"
#include "plugin/diagnose/evidence/evidence.h"
#include "plugin/diagnose/evidence/hint.h"
#include "plugin/diagnose/evidence/kind.h"

#define SAMPLES      8
#define START_LENGTH 32

/* A signed segment. */
struct sample {
    int64_t time;
    uint64_t data; /* a hash of the data; 0 if START has all of it or it was not captured whole */
    uint32_t data_length;
    uint8_t numbers[8]; /* sequence and acknowledgment number, as in the header */
    uint8_t window[2], flags;
    bool is_good; /* its signature verified */
    uint8_t header_length, start_length;
    uint8_t start[START_LENGTH]; /* the first START_LENGTH bytes of the data, as far as captured */
};

/* What is kept of signed segments. */
struct signed_samples {
    int64_t last_time; /* when the last one without SYN and RST was captured; 0 if none was */
    uint8_t header_lengths[KINDS]; /* of the last one of each kind */
    struct sample samples[];       /* the last ones, in a ring */
};

/* What one direction of a connection has had since the connection was opened; initialise to {0}. */
struct sign_history {
    struct signed_samples *signed_ones; /* NULL until a segment is signed */
    int64_t last_time; /* when the last segment without SYN and RST was captured; 0 if none was */
    unsigned with_signature, without; /* the numbers of segments */
    bool sent_beyond_syn;             /* it sent more than SYNs without ACK */
};

/* Frees the memory of SIGN_HISTORY, and makes it empty. */
void sign_history_clear(struct sign_history *sign_history);

/* Records the segment of EVIDENCE, signed or not. IS_GOOD tells whether its signature verified. */
void sign_history_note(struct sign_history *sign_history, const struct evidence *evidence,
                       bool is_good);

/* Stores in SAMPLE what is kept of SEGMENT, whose signature did not verify. */
void sample_take(struct sample *sample, const struct segment *segment);

/* Returns when the last signed segment without SYN and RST was captured; 0 if none was. */
int64_t sign_history_signed_on(const struct sign_history *sign_history);

/* Returns by how many bytes a header of LENGTH is longer than that of SEGMENT, if that is the size
 * of a signature with the NOPs that align it; otherwise 0. */
unsigned sign_history_lacks(const struct segment *segment, size_t length);

/* Returns true if SEGMENT has data that others could contradict: a SYN has not, and a keep-alive
 * repeats the last sequence number, but with any byte. */
bool sample_may_contradict(const struct segment *segment);

/* Returns true if the data of SEGMENT is known to differ from the data of SAMPLE at the same
 * sequence numbers. Returns false if they share none, or if too little is known. */
bool sample_contradicts(const struct sample *sample, const struct segment *segment);

/* Returns true if sample_contradicts() is true for any of the last signed segments. */
bool sign_history_contradicts(const struct sign_history *sign_history,
                              const struct segment *segment);

/* Returns true if sample_contradicts() is true for any of those that are good. */
bool sign_history_disproves(const struct sign_history *sign_history, const struct segment *segment);

/* Returns a hint at why the segment of EVIDENCE is not signed. */
struct hint sign_history_hint(const struct sign_history *sign_history,
                              const struct evidence *evidence);

#endif
