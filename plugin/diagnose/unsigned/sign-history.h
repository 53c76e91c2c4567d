/* Who signs and who does not.
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
    uint64_t data; /* a hash; 0 if they were not captured whole */
    uint32_t data_length;
    uint8_t header_length, start_length;
    uint8_t header[TCP_HEADER_LENGTH];
    uint8_t start[START_LENGTH]; /* the first START_LENGTH bytes of the data, as far as captured */
};

/* What was seen in one direction of a connection since that was opened; zero at first. */
struct sign_history {
    unsigned with_signature, without; /* how many segments */
    bool spoke;                       /* were there others than SYNs? */
    int64_t went_on, signed_on;    /* when the last one came that neither opens nor resets, and the
                                      last such one with a signature; 0 if none did */
    uint8_t header_lengths[KINDS]; /* of the last signed segments */
    struct sample *samples;        /* the last ones, in a ring; NULL at first */
};

/* Forgets all that SIGN_HISTORY has. */
void sign_history_clear(struct sign_history *sign_history);

/* Takes the segment of EVIDENCE, signed or not. */
void sign_history_note(struct sign_history *sign_history, const struct evidence *evidence);

/* Returns by how many bytes a header of LENGTH is longer than that of SEGMENT, if that is what a
 * signature and the NOPs that align it take; else 0. */
unsigned sign_history_lacks(const struct segment *segment, size_t length);

/* Returns true if the data of SEGMENT is known to differ from what SAMPLE has at the same sequence
 * numbers; false if they share none, or too little is known. */
bool sample_contradicts(const struct sample *sample, const struct segment *segment);

/* Does so for the last signed segments. */
bool sign_history_contradicts(const struct sign_history *sign_history,
                              const struct segment *segment);

/* Returns what could explain that the segment of EVIDENCE is not signed. */
struct hint sign_history_hint(const struct sign_history *sign_history,
                              const struct evidence *evidence);

#endif
