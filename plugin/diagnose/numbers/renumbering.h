/* The shifts by which the sequence numbers of one end may have been changed in transit.
 *
 * A firewall that randomises initial sequence numbers adds one number, the shift, to all sequence
 * numbers of an end, and subtracts it from all acknowledgment numbers in the other direction.
 * Beyond the firewall, this end's segments differ from what was signed; on the near side, the other
 * end's do. The shift is learned from a segment that was also captured unchanged, or from an
 * acknowledgment of data that was never sent.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_NUMBERS_RENUMBERING_H
#define TCPAUTH_DIAGNOSE_NUMBERS_RENUMBERING_H

#include "plugin/diagnose/evidence/code.h"
#include "plugin/diagnose/evidence/diagnosis.h"
#include "plugin/diagnose/evidence/sample.h"
#include "plugin/diagnose/evidence/twin.h"

#define SHIFTS 3

/* A guess: what may have been added. */
struct shift {
    uint32_t number;  /* modulo 2^32; 0 if there is no guess */
    uint8_t failures; /* how often it was tried without success, up to a limit */
    bool proven;      /* it produced a digest */
};

/* The guesses at one end of a connection. */
struct guesses {
    struct shift shifts[SHIFTS];
    uint8_t oldest; /* index of the oldest shift */
};

/* The numbers of one end of a connection; initialise to {0}. */
struct renumbering {
    struct guesses *guesses; /* NULL until there is a guess */
    /* The last segment of the end: */
    uint32_t next; /* the sequence number after it */
    bool sent, sent_syn;
};

/* Frees the memory of RENUMBERING. */
void renumbering_clear(struct renumbering *renumbering);

/* Adds SHIFT as a guess, unless it is known already. */
void renumbering_note(struct renumbering *renumbering, uint32_t shift);

/* Returns true if any guess has not failed too often. */
bool renumbering_is_guessed(const struct renumbering *renumbering);

/* Returns the guess at index INDEX, which must be below SHIFTS; 0 if there is none. */
uint32_t renumbering_guess(const struct renumbering *renumbering, unsigned index);

/* Returns the guess at INDEX, which must be below SHIFTS, if it was proven; otherwise 0. */
uint32_t renumbering_proven(const struct renumbering *renumbering, unsigned index);

/* Both ends of a connection, from the point of view of one segment. */
struct renumbered {
    struct renumbering *own;   /* of the sender's numbers */
    struct renumbering *other; /* of the receiver's numbers; NULL if it has sent nothing, and if
                                  nothing can be guessed from the segment */
};

/* Learns from SEGMENT, whose header must be captured, from its CODE, and from the verdict and the
 * twins in DIAGNOSIS. Call before SEGMENT is explained. SAMPLES are the last signed segments of its
 * sender, without SEGMENT. */
void renumbered_learn(struct renumbered ends, const struct segment *segment,
                      const struct code *code, const struct diagnosis *diagnosis,
                      struct samples samples);

/* Learns from PROOF, of a bad segment or NULL, whether the guesses are right. */
void renumbered_judge(struct renumbered ends, const struct proof *proof);

#endif
