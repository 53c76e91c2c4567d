/* Tries what could have been signed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "engine.h"

#include "plugin/diagnose/numbers/md5-lanes.h"

#include <string.h>

/* A capture begins with some credit and each bad segment brings some more, so that all searches
 * take no more than a part of the time that reading does. */
#define FIRST_CREDIT   (192u << 20)
#define NEXT_CREDIT    1024u
#define COST_OF_A_TRY  128u /* beside the bytes hashed */
#define COST_OF_A_SKIP 16u  /* of a guess that is not tried */
/* What many guesses at once leave for single ones, which are likelier; and, if they are at a long
 * message, for guesses at short ones, of which there are many more for the same cost. */
#define RESERVE      (32u << 20)
#define LONG_RESERVE (128u << 20)
#define LONG         64u /* bytes of data */

/* The lanes try this many numbers at the cost of one of the engine's tries. */
#define MD5_LANES_SPEED 10u
#define CHUNKS          16u /* of numbers, of which the nearest ones are tried first */

/* Proofs differ in numbers of 16 bits; this is for those that do in longer ones. */
#define MAX_PROOFS (1u << 18)

static guint proof_hash(gconstpointer data)
{
    const struct proof *proof = data;
    guint hash = proof->cause ^ proof->originals << 8 ^ g_direct_hash(proof->key) ^
                 proof->place * 2654435761u;
    for (unsigned i = 0; i < ORIGINALS; i++)
        hash = (hash ^ proof->numbers[i]) * 16777619u; /* FNV */
    return hash;
}

static gboolean proof_equal(gconstpointer one, gconstpointer other)
{
    const struct proof *a = one, *b = other;
    return a->cause == b->cause && a->key == b->key && a->originals == b->originals &&
           memcmp(&a->source, &b->source, sizeof a->source) == 0 &&
           memcmp(&a->destination, &b->destination, sizeof a->destination) == 0 &&
           memcmp(a->numbers, b->numbers, sizeof a->numbers) == 0 && a->detail == b->detail &&
           a->hypothesis == b->hypothesis && a->place == b->place;
}

void engine_init(struct engine *engine, struct md5 *md5, struct bounds *bounds)
{
    *engine = (struct engine){
        .md5 = md5,
        .bounds = bounds,
        .budget = FIRST_CREDIT,
        .proofs = g_hash_table_new_full(proof_hash, proof_equal, g_free, NULL),
    };
}

void engine_clear(struct engine *engine)
{
    g_hash_table_destroy(engine->proofs);
}

void engine_add_budget(struct engine *engine)
{
    engine->budget += NEXT_CREDIT;
}

static uint64_t reserve(const struct message *message, uint64_t guesses)
{
    if (guesses <= 1)
        return 0;
    return message->data.length > LONG ? LONG_RESERVE : RESERVE;
}

/* Takes COST from the credit, which must leave RESERVED. */
static bool spend(struct engine *engine, uint64_t cost, uint64_t reserved)
{
    const bool any = cost + reserved <= engine->budget;
    engine->refused |= !any;
    engine->budget -= any ? cost : 0;
    return any;
}

static uint64_t cost_of(const struct message *message, uint64_t tries)
{
    return tries * (message->data.length + COST_OF_A_TRY);
}

bool engine_afford(struct engine *engine, const struct evidence *evidence,
                   const struct message *message, uint64_t guesses)
{
    const uint64_t tries = guesses * MAX(evidence->candidates->count, 1);
    return spend(engine, cost_of(message, tries), reserve(message, guesses));
}

bool engine_afford_proposal(struct engine *engine, const struct evidence *evidence,
                            const struct proposal *proposal)
{
    if (proposal->skip)
        return spend(engine, COST_OF_A_SKIP, 0);
    return proposal->key ? spend(engine, cost_of(&proposal->message, 1), 0)
                         : engine_afford(engine, evidence, &proposal->message, 1);
}

static bool gives(struct md5 *md5, const struct secret *secret, const uint8_t *received)
{
    uint8_t digest[DIGEST_LENGTH];
    md5_last_digest(md5, secret, digest);
    return memcmp(digest, received, DIGEST_LENGTH) == 0;
}

/* Does SECRET give PROPOSAL the digest received? */
static bool try_secret(struct md5 *md5, const struct proposal *proposal,
                       const struct secret *secret, const uint8_t *received)
{
    md5_begin(md5);
    if (proposal->key_first)
        md5_absorb_key(md5, secret);
    md5_absorb(md5, &proposal->message);
    return gives(md5, proposal->key_first ? NULL : secret, received);
}

static bool serves(const struct key *key, const struct segment *segment)
{
    return key->algorithm == KEY_MD5 && key->secret && key_is_valid_at(key, segment->time);
}

/* The first of KEYS that gives PROPOSAL the digest that EVIDENCE has, or NULL. */
static const struct key *try_keys(struct engine *engine, const struct evidence *evidence,
                                  const struct proposal *proposal, const struct candidates *keys)
{
    for (unsigned i = 0; i < keys->count; i++) {
        const struct key *key = keys->keys[i];
        if (serves(key, evidence->segment) &&
            try_secret(engine->md5, proposal, key->secret, evidence->digest))
            return key;
    }
    return NULL;
}

/* The same with the keys that are candidates between the addresses of PROPOSAL. */
static const struct key *try_moved(struct engine *engine, const struct evidence *evidence,
                                   const struct proposal *proposal)
{
    const struct end from = {proposal->message.from, evidence->segment->from.port};
    const struct end to = {proposal->message.to, evidence->segment->to.port};
    GPtrArray *found = g_ptr_array_new();

    keyring_candidates(evidence->keyring, &from, &to, found);
    const struct candidates keys = {(const struct key *const *)found->pdata, found->len, false};
    const struct key *key = try_keys(engine, evidence, proposal, &keys);
    g_ptr_array_free(found, TRUE);
    return key;
}

const struct key *engine_try(struct engine *engine, const struct evidence *evidence,
                             const struct proposal *proposal)
{
    if (proposal->key) {
        const struct secret *secret = proposal->secret ? proposal->secret : proposal->key->secret;
        return try_secret(engine->md5, proposal, secret, evidence->digest) ? proposal->key : NULL;
    }
    const struct key *key = try_keys(engine, evidence, proposal, evidence->candidates);
    return key || !proposal->moved ? key : try_moved(engine, evidence, proposal);
}

/* The batches of all candidates, for FIELD of MESSAGE. */
static GPtrArray *batches_of(const struct evidence *evidence, const struct message *message,
                             enum header_offset field)
{
    GPtrArray *batches = g_ptr_array_new_with_free_func((GDestroyNotify)md5_lanes_free);

    for (unsigned i = 0; i < evidence->candidates->count; i++) {
        const struct key *key = evidence->candidates->keys[i];
        if (serves(key, evidence->segment))
            g_ptr_array_add(batches, md5_lanes_new(message, field, key->secret, evidence->digest));
    }
    return batches;
}

/* The chunk that is tried after STEP others, if *CHUNK is the first: those before it and behind it
 * by turns. */
static unsigned chunk_after(unsigned chunk, unsigned step)
{
    const unsigned distance = (step + 1) / 2;
    return (step % 2 ? chunk + CHUNKS - distance : chunk + distance) % CHUNKS;
}

bool engine_find(struct engine *engine, const struct evidence *evidence,
                 const struct message *message, struct numbers numbers, unsigned *number)
{
    const unsigned length = numbers.count / CHUNKS, first = *number / length;
    GPtrArray *batches = NULL; /* of many keys they cost more than to learn that none is tried */
    bool found = false;

    for (unsigned step = 0; step < CHUNKS && !found; step++) {
        if (!engine_afford(engine, evidence, message, length / MD5_LANES_SPEED))
            break;
        if (!batches)
            batches = batches_of(evidence, message, numbers.field);
        const unsigned start = chunk_after(first, step) * length;
        for (unsigned i = 0; i < batches->len && !found; i++)
            found = md5_lanes_find(batches->pdata[i], start, length, number);
    }
    if (batches)
        g_ptr_array_free(batches, TRUE);
    return found;
}

const struct proof *engine_proof(struct engine *engine, const struct proof *proof)
{
    struct proof *known = g_hash_table_lookup(engine->proofs, proof);

    if (known)
        return known;
    if (g_hash_table_size(engine->proofs) == MAX_PROOFS) {
        bounds_reach(engine->bounds, BOUND_PROOFS);
        return NULL;
    }
    known = g_memdup2(proof, sizeof *proof);
    g_hash_table_add(engine->proofs, known);
    return known;
}
