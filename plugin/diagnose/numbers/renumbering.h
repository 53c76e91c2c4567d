/* By how much the sequence numbers of one end may have been changed on the way.
 *
 * A firewall that randomises initial sequence numbers adds one number, the shift, to all sequence
 * numbers of an end, and takes it from all acknowledgment numbers that come back. So beyond it the
 * end's own segments are not what was signed, and before it those of the other end. Which shift it
 * was may be told by the same segment seen unchanged, or by acknowledgments of what was never sent.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_NUMBERS_RENUMBERING_H
#define TCPAUTH_DIAGNOSE_NUMBERS_RENUMBERING_H

#include "plugin/diagnose/evidence/code.h"
#include "plugin/diagnose/evidence/diagnosis.h"
#include "plugin/diagnose/evidence/twin.h"

#define SHIFTS       3
#define GOOD_NUMBERS 8

/* A guess: what could have been added. */
struct shift {
    uint32_t number;  /* modulo 2^32; 0 if there is none */
    uint8_t failures; /* how often it was tried in vain, up to a limit */
    bool proven;      /* it gave a digest */
};

/* A good segment. */
struct good {
    struct code code;
    uint32_t length;
    uint8_t numbers[8]; /* sequence and acknowledgment number, as in the header */
};

/* Of one end of a connection; zero at first. */
struct renumbering {
    /* What the end sent last: */
    bool sent, sent_syn;
    uint8_t oldest; /* of the shifts, modulo their number */
    uint32_t next;  /* the sequence number behind it */

    struct shift *shifts; /* SHIFTS guesses; NULL at first */
    struct good *good;    /* the last ones, in a ring; NULL at first */
    unsigned latest;      /* how many there were */
};

/* Frees what RENUMBERING has. */
void renumbering_clear(struct renumbering *renumbering);

/* Takes a guess. One that is known already changes nothing. */
void renumbering_note(struct renumbering *renumbering, uint32_t shift);

/* Returns true if there is a guess that did not fail too often. */
bool renumbering_is_guessed(const struct renumbering *renumbering);

/* Returns the guess at PLACE, below SHIFTS; 0 if there is none. */
uint32_t renumbering_guess(const struct renumbering *renumbering, unsigned place);

/* Returns the guess at INDEX, below SHIFTS, if it was proven; else 0. */
uint32_t renumbering_proven(const struct renumbering *renumbering, unsigned index);

/* The ends of a connection, as one of its segments has them. */
struct renumbered {
    struct renumbering *own, *other; /* of the sender's numbers and of the receiver's */
};

/* Learns from SEGMENT, whose header was captured, with CODE, and from DIAGNOSIS, its verdict and
 * its twins. To be asked before it is explained. */
void renumbered_learn(struct renumbered ends, const struct segment *segment,
                      const struct code *code, const struct diagnosis *diagnosis);

/* Learns from PROOF, of a bad segment or NULL, whether the guesses were right. */
void renumbered_judge(struct renumbered ends, const struct proof *proof);

#endif
