/* Tries proposals. Only this part of the diagnosis computes digests and MACs.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_SEARCH_ENGINE_H
#define TCPAUTH_DIAGNOSE_SEARCH_ENGINE_H

#include "plugin/diagnose/hypothesis/hypothesis.h"
#include "plugin/diagnose/evidence/bounds.h"

/* When a segment is searched: segment by segment, or when the whole capture is known. */
enum search_pass { SEARCH_FIRST, SEARCH_LATE, SEARCH_PASSES };

/* The engine of a capture. It owns the proofs, and limits the cost of all tries.
 */
struct engine {
    struct hasher *hasher;
    struct bounds *bounds;
    uint64_t budget;    /* bytes that may still be hashed */
    unsigned added;     /* what the present segment has added to it */
    bool refused;       /* a search found the budget too small since this was last cleared */
    GHashTable *proofs; /* set of struct proof */

    /* What was searched in vain from one end to another, whatever their ports: set of struct
     * in_vain; that of the present search, or NULL; and what unlikely guesses at the present
     * segment may cost. */
    GHashTable *in_vain;
    struct in_vain *present;
    unsigned begun[SEARCH_PASSES]; /* pairs of ends with a search since the last one that found
                                      something */
    uint64_t allowance, granted;   /* GRANTED: what ALLOWANCE was when the search began */
    bool is_likely; /* the hypothesis that is tried now is likely: it may use up the budget */

    /* The hypothesis with many guesses that was proven last in any connection, or NULL, and the
     * index of its guess. */
    const struct hypothesis *latest;
    unsigned latest_index;
};

/* Initialises ENGINE. HASHER and BOUNDS must outlive it. Clear with engine_clear(). */
void engine_init(struct engine *engine, struct hasher *hasher, struct bounds *bounds);

void engine_clear(struct engine *engine);

/* Returns true unless the system forbids the algorithm that EVIDENCE's segment is signed with. */
bool engine_is_able(const struct engine *engine, const struct evidence *evidence);

/* Adds the budget of one bad segment. */
void engine_add_budget(struct engine *engine);

/* Returns true if the budget is too small for any guess, even one that is skipped. */
bool engine_is_spent(struct engine *engine);

/* Takes the cost of trying GUESSES messages like MESSAGE from the budget. Returns false if the
 * budget is too small. */
bool engine_spend(struct engine *engine, const struct evidence *evidence,
                  const struct message *message, uint64_t guesses);

/* Takes the cost of trying PROPOSAL from the budget: with its key, or with all candidates. A
 * skipped proposal costs little. Returns false if the budget is too small. */
bool engine_afford_proposal(struct engine *engine, const struct evidence *evidence,
                            const struct proposal *proposal);

/* Begins a search in PASS for EVIDENCE's segment. Returns false if the last many searches between
 * its ends, or the first ones of many other ends, have failed and this one is left out: then do not
 * end it, and what the segment has added to the budget is lost. The passes are counted separately.
 * In the first pass, searches in vain between two ends cost only a part of the budget, so that
 * enough is left for other ends. */
bool engine_begin_search(struct engine *engine, const struct evidence *evidence,
                         enum search_pass pass);

/* Ends the search in PASS, and notes its cost unless it FOUND a proof. */
void engine_end_search(struct engine *engine, enum search_pass pass, bool found);

/* Forgets what searches between the ends of EVIDENCE's segment cost: they were in vain because a
 * segment was split, which its pieces prove without a search, or because of another fault. Does
 * so only once, so that enough is left for other ends. */
void engine_begin_anew(struct engine *engine, const struct evidence *evidence);

/* Returns the key with which PROPOSAL has the digest or MAC of EVIDENCE, or NULL. */
const struct key *engine_try(struct engine *engine, const struct evidence *evidence,
                             const struct proposal *proposal);

#define NUMBER_CHUNKS 16 /* of many numbers; the nearest ones are tried first */

/* Returns the chunk that is tried as number STEP, counting from 0, if CHUNK is the first: chunks
 * before and after CHUNK alternate. */
unsigned engine_chunk(unsigned chunk, unsigned step);

/* All numbers below COUNT, a power of two that is at least 256, in FIELD: see md5_lanes_new() and
 * field_lanes_new(). */
struct numbers {
    enum header_offset field;
    unsigned count;
};

enum engine_found { ENGINE_NOT_FOUND, ENGINE_FOUND, ENGINE_WITHOUT_LANES };

/* Searches NUMBERS, from *NUMBER in both directions, for one with which PROPOSAL has the digest or
 * MAC of EVIDENCE. If a candidate's key matches, sets *NUMBER and returns ENGINE_FOUND; this must
 * still be proven with engine_try(). Takes the cost from the budget, which may end before all
 * numbers are tried. Returns ENGINE_WITHOUT_LANES if a candidate has no fast way: then each number
 * must be tried with engine_try(). */
enum engine_found engine_find(struct engine *engine, const struct evidence *evidence,
                              const struct proposal *proposal, struct numbers numbers,
                              unsigned *number);

/* Returns the stored proof that is equal to PROOF, which has no frames; owned by ENGINE. Stores it
 * if it is new. Returns NULL if it is new and there are too many others. */
const struct proof *engine_proof(struct engine *engine, const struct proof *proof);

#endif
