/* Tries what could have been signed: the only place of the diagnosis that computes digests and
 * MACs.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_SEARCH_ENGINE_H
#define TCPAUTH_DIAGNOSE_SEARCH_ENGINE_H

#include "plugin/diagnose/hypothesis/hypothesis.h"
#include "plugin/diagnose/evidence/bounds.h"

/* One for a capture, while that is open. It owns what is proven, and bounds what all tries may
 * cost.
 */
struct engine {
    struct hasher *hasher;
    struct bounds *bounds;
    uint64_t budget;    /* in bytes hashed */
    bool refused;       /* there was too little of it since this was set to false */
    GHashTable *proofs; /* each once */

    /* Of the hypotheses with many guesses what was proven last in whatever connection, or NULL; and
     * the guess that it was. */
    const struct hypothesis *latest;
    unsigned latest_place;
};

/* Prepares ENGINE. HASHER and BOUNDS must outlive it. */
void engine_init(struct engine *engine, struct hasher *hasher, struct bounds *bounds);

void engine_clear(struct engine *engine);

/* Returns true unless the system forbids how EVIDENCE's segment is signed. */
bool engine_is_able(const struct engine *engine, const struct evidence *evidence);

/* Brings the credit that each bad segment does. */
void engine_add_budget(struct engine *engine);

/* Takes what trying GUESSES like MESSAGE costs from the credit; false if that is not enough. */
bool engine_afford(struct engine *engine, const struct evidence *evidence,
                   const struct message *message, uint64_t guesses);

/* Takes what trying PROPOSAL costs, with its key alone if it has one, or what it cost to find that
 * there is nothing to try. Returns false if that is more than the credit. */
bool engine_afford_proposal(struct engine *engine, const struct evidence *evidence,
                            const struct proposal *proposal);

/* Returns the key that gives PROPOSAL the digest or MAC that EVIDENCE has, or NULL. */
const struct key *engine_try(struct engine *engine, const struct evidence *evidence,
                             const struct proposal *proposal);

#define NUMBER_CHUNKS 16 /* of many numbers, of which the nearest ones are tried first */

/* Returns the chunk of numbers that is tried after STEP others, if CHUNK is the first: those before
 * it and behind it by turns. */
unsigned engine_chunk(unsigned chunk, unsigned step);

/* All numbers below COUNT, a multiple of 256, in FIELD: see md5_lanes_new(). */
struct numbers {
    enum header_offset field;
    unsigned count;
};

/* Looks for the one of NUMBERS with which a candidate gives MESSAGE the MD5 digest that EVIDENCE
 * has, from *NUMBER on in both directions, and sets *NUMBER. Takes what that costs from the credit,
 * which may be too little for all numbers. What is found is yet to be proven. */
bool engine_find(struct engine *engine, const struct evidence *evidence,
                 const struct message *message, struct numbers numbers, unsigned *number);

/* Returns the one that says what PROOF does, which has no frames; owned by ENGINE. NULL if that was
 * never said before and there are too many others. */
const struct proof *engine_proof(struct engine *engine, const struct proof *proof);

#endif
