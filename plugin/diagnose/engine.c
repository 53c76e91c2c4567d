/* Tries what could have been signed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "engine.h"

#include <string.h>

/* A capture begins with some credit and each bad segment brings some more, so that all searches
 * take no more than a part of the time that reading does. */
#define FIRST_CREDIT  (128u << 20)
#define NEXT_CREDIT   1024u
#define COST_OF_A_TRY 128u /* beside the bytes hashed */
/* What many guesses at once leave for single ones, which are likelier. */
#define RESERVE (32u << 20)

/* Proofs differ in numbers of 16 bits; this is for those that do in longer ones. */
#define MOST_PROOFS (1u << 18)

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

void engine_init(struct engine *engine, struct md5 *md5)
{
    *engine = (struct engine){
        .md5 = md5,
        .credit = FIRST_CREDIT,
        .proofs = g_hash_table_new_full(proof_hash, proof_equal, g_free, NULL),
    };
}

void engine_clear(struct engine *engine)
{
    g_hash_table_destroy(engine->proofs);
}

void engine_credit(struct engine *engine)
{
    engine->credit += NEXT_CREDIT;
}

bool engine_afford(struct engine *engine, const struct evidence *evidence,
                   const struct message *message, uint64_t guesses)
{
    const uint64_t tries = guesses * MAX(evidence->candidates->count, 1);
    const uint64_t cost = tries * (message->data.length + COST_OF_A_TRY);
    if (cost + (guesses > 1 ? RESERVE : 0) > engine->credit)
        return false;
    engine->credit -= cost;
    return true;
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

/* The first of KEYS that gives PROPOSAL the digest that EVIDENCE has, or NULL. */
static const struct key *try_keys(struct engine *engine, const struct evidence *evidence,
                                  const struct proposal *proposal, const struct candidates *keys)
{
    for (unsigned i = 0; i < keys->count; i++) {
        const struct key *key = keys->keys[i];
        if (key->algorithm == KEY_MD5 && key->secret &&
            key_is_valid_at(key, evidence->segment->time) &&
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

const struct proof *engine_proof(struct engine *engine, const struct proof *proof)
{
    struct proof *known = g_hash_table_lookup(engine->proofs, proof);

    if (!known && g_hash_table_size(engine->proofs) < MOST_PROOFS) {
        known = g_memdup2(proof, sizeof *proof);
        g_hash_table_add(engine->proofs, known);
    }
    return known;
}
