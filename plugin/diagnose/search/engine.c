/* Tries proposals.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "engine.h"

#include "plugin/diagnose/numbers/field-lanes.h"
#include "plugin/diagnose/numbers/md5-lanes.h"
#include "keys/hash.h"

#include <string.h>

/* A capture begins with a hashing budget, and each bad segment adds to it. So all searches together
 * take at most a fraction of the time that reading the capture takes. */
#define FIRST_CREDIT   (224u << 20)
#define NEXT_CREDIT    1024u
#define COST_OF_A_TRY  128u  /* in addition to the bytes hashed */
#define COST_OF_A_KEY  1536u /* in addition, of a traffic key that is derived for one guess */
#define COST_IN_LANES  512u  /* the same in lanes, of which LANES_SPEED take that */
#define COST_OF_A_SKIP 16u   /* of a guess that is not tried */
/* A search with many guesses must leave so much of the budget for hypotheses with few guesses,
 * which are likelier. Guesses at a long message must leave more, since for the same cost there are
 * many more guesses at short ones. */
#define RESERVE      (64u << 20)
#define LONG_RESERVE (160u << 20)
#define LONG         128u /* more bytes of data make a long message */
/* Only likely guesses may use up the rest. */
#define LAST_RESERVE (16u << 20)

/* What searches in vain between two ends may cost: none finds a wrong password, and other sessions
 * need searches, too. And for how many pairs of ends that is counted. */
#define MAX_IN_VAIN (FIRST_CREDIT / 4)
#define MAX_ENDS    4096
/* All searches but the first one between two ends may cost only such a part of the budget, so that
 * enough is left for the first ones between others. */
#define REPEATED_SHARE 2

/* After so many searches in vain between two ends, only one of several segments is searched, and
 * the fewer the more there were. After so many pairs of ends, so is the first segment of others;
 * the second is searched. */
#define MANY_SEARCHES  256
#define MIN_INTERVAL   64
#define MAX_INTERVAL   1024
#define INTERVAL_SHARE 16 /* of the segments so far: a cause is found after so many more */

/* Two ends, the sender first; has no padding. */
struct route {
    struct ip_address from, to;
};

/* The searches between two ends since the last one that found something. */
struct in_vain {
    struct route route; /* must be first */
    unsigned searches[SEARCH_PASSES];
    unsigned spent; /* the cost of the guesses in the first pass, likely ones apart */
    bool is_anew;   /* what searches cost before was forgotten: once, since a session may be opened
                       any number of times, good at first and then bad without a known cause */
};

/* The lanes try this many numbers at the cost of one try of the engine. */
#define LANES_SPEED 10u

/* Proofs usually differ in one 16-bit number; this limits those that differ in longer ones. */
#define MAX_PROOFS (1u << 18)

static guint route_hash(gconstpointer route)
{
    return hash_bytes(0, route, sizeof(struct route));
}

static gboolean route_equal(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, sizeof(struct route)) == 0;
}

void engine_init(struct engine *engine, struct hasher *hasher, struct bounds *bounds)
{
    *engine = (struct engine){
        .hasher = hasher,
        .bounds = bounds,
        .budget = FIRST_CREDIT,
        .allowance = UINT64_MAX,
        .proofs = g_hash_table_new_full(proof_hash, proof_equal, g_free, NULL),
        .in_vain = g_hash_table_new_full(route_hash, route_equal, g_free, NULL),
    };
}

void engine_clear(struct engine *engine)
{
    g_hash_table_destroy(engine->proofs);
    g_hash_table_destroy(engine->in_vain);
}

bool engine_is_able(const struct engine *engine, const struct evidence *evidence)
{
    return verify_signing(evidence->options) != SIGNING_MD5 || hasher_md5(engine->hasher);
}

void engine_add_budget(struct engine *engine)
{
    engine->added = NEXT_CREDIT;
    engine->budget += engine->added;
}

/* Takes back what the present segment has added to the budget: it is not searched. Otherwise the
 * few that are searched in a flood would use up what all of it has added. */
static void take_budget_back(struct engine *engine)
{
    engine->budget -= MIN(engine->added, engine->budget);
    engine->added = 0;
}

/* Returns what is known of the ends of EVIDENCE's segment; NULL if too many others are known. */
static struct in_vain *in_vain_of(struct engine *engine, const struct evidence *evidence)
{
    const struct route route = {evidence->segment->from.address, evidence->segment->to.address};
    struct in_vain *known = g_hash_table_lookup(engine->in_vain, &route);

    if (!known && g_hash_table_size(engine->in_vain) < MAX_ENDS) {
        known = g_new0(struct in_vain, 1);
        known->route = route;
        g_hash_table_add(engine->in_vain, known);
    }
    return known;
}

/* Returns true if a search is to be made after SEARCHES segments, most of which were left out. */
static bool is_due(unsigned searches)
{
    unsigned interval = MIN_INTERVAL;

    while (interval < MAX_INTERVAL && interval * INTERVAL_SHARE < searches)
        interval *= 2;
    return searches < MANY_SEARCHES || searches % interval == 0;
}

/* Returns what a search may cost between ENDS, which are NULL if they are not remembered. */
static uint64_t allowance_for(const struct engine *engine, const struct in_vain *ends)
{
    const uint64_t spent = ends ? ends->spent : 0;
    const uint64_t left = engine->budget > RESERVE ? engine->budget - RESERVE : 0;
    const uint64_t most = spent > 0 ? MIN(MAX_IN_VAIN, left / REPEATED_SHARE) : MAX_IN_VAIN;
    return most > spent ? most - spent : 0;
}

bool engine_begin_search(struct engine *engine, const struct evidence *evidence,
                         enum search_pass pass)
{
    struct in_vain *ends = engine->present = in_vain_of(engine, evidence);
    const unsigned before = ends ? ends->searches[pass]++ : 0;

    if (!is_due(before > 0 ? before : engine->begun[pass]++)) {
        take_budget_back(engine);
        return false;
    }
    if (pass == SEARCH_FIRST)
        engine->allowance = engine->granted = allowance_for(engine, ends);
    return true;
}

void engine_end_search(struct engine *engine, enum search_pass pass, bool found)
{
    struct in_vain *ends = engine->present;

    if (found)
        engine->begun[pass] = 0;
    if (ends && found)
        ends->searches[pass] = 0;
    if (ends && pass == SEARCH_FIRST)
        ends->spent = found ? 0 : ends->spent + (unsigned)(engine->granted - engine->allowance);
    engine->allowance = UINT64_MAX;
}

void engine_begin_anew(struct engine *engine, const struct evidence *evidence)
{
    struct in_vain *ends = in_vain_of(engine, evidence);
    if (!ends || ends->spent == 0 || ends->is_anew)
        return;
    ends->spent = 0;
    ends->is_anew = true;
}

static uint64_t reserve_share(const struct message *message, uint64_t guesses)
{
    if (guesses <= 1)
        return 0;
    return message->data.length > LONG ? LONG_RESERVE : RESERVE;
}

/* Returns true if COST can be taken from the budget, which must leave RESERVED, and from what the
 * ends may spend. */
static bool can_spend(struct engine *engine, uint64_t cost, uint64_t reserved)
{
    const uint64_t kept = engine->is_likely ? 0 : MAX(reserved, LAST_RESERVE);
    const bool suffices = cost + kept <= engine->budget;
    const bool any = suffices && (engine->is_likely || cost <= engine->allowance);

    if (!suffices && reserved < LONG_RESERVE) /* one search at a long message may cost so much */
        bounds_reach(engine->bounds, BOUND_SEARCHES);
    engine->refused |= !any;
    return any;
}

bool engine_is_spent(struct engine *engine)
{
    return !can_spend(engine, COST_OF_A_SKIP, 0);
}

static bool spend_cost(struct engine *engine, uint64_t cost, uint64_t reserved)
{
    const bool any = can_spend(engine, cost, reserved);

    engine->budget -= any ? cost : 0;
    engine->allowance -= any && !engine->is_likely ? cost : 0;
    return any;
}

static uint64_t cost_of(const struct message *message, uint64_t tries)
{
    return tries * (message->data.length + COST_OF_A_TRY);
}

bool engine_spend(struct engine *engine, const struct evidence *evidence,
                  const struct message *message, uint64_t guesses)
{
    const uint64_t tries = guesses * MAX(evidence->flow->candidates->count, 1);
    return spend_cost(engine, cost_of(message, tries), reserve_share(message, guesses));
}

/* Returns the cost of trying PROPOSAL with TRIES keys. */
static uint64_t cost_with_keys(const struct proposal *proposal, uint64_t tries)
{
    const bool derives = proposal->signing == SIGNING_AO &&
                         (proposal->secret || proposal->algorithm || proposal->readdressed);
    return cost_of(&proposal->message, tries) + (derives ? tries * COST_OF_A_KEY : 0);
}

/* Returns how many keys PROPOSAL is tried with, about: its own, or all candidates. Those between
 * other addresses are found in addition. */
static uint64_t count_tries(const struct evidence *evidence, const struct proposal *proposal)
{
    const uint64_t candidates = MAX(evidence->flow->candidates->count, 1);
    return proposal->key ? 1 : proposal->readdressed ? 2 * candidates : candidates;
}

bool engine_afford_proposal(struct engine *engine, const struct evidence *evidence,
                            const struct proposal *proposal)
{
    if (proposal->skip)
        return spend_cost(engine, COST_OF_A_SKIP, 0);
    return spend_cost(engine, cost_with_keys(proposal, count_tries(evidence, proposal)), 0);
}

/* A proposal that is being tried. READING is made anew for each key. */
struct trial {
    struct engine *engine;
    const struct evidence *evidence;
    const struct proposal *proposal;
    struct reading reading;
};

static struct trial trial_of(struct engine *engine, const struct evidence *evidence,
                             const struct proposal *proposal)
{
    return (struct trial){
        .engine = engine,
        .evidence = evidence,
        .proposal = proposal,
        .reading = {.message = {.sne = proposal->ao.sne,
                                .message = proposal->message,
                                .option = proposal->ao.option,
                                .without_sne = proposal->ao.without_sne,
                                .without_pseudo_header = proposal->ao.without_pseudo_header},
                    .context = proposal->ao.context,
                    .key_first = proposal->key_first},
    };
}

/* Returns true if KEY, as the proposal of TRIAL changes it, produces what was received. OPTIONS
 * says whether options are covered. */
static bool key_verifies(struct trial *trial, const struct key *key, enum key_options options)
{
    const struct proposal *proposal = trial->proposal;
    const struct signature *signature = &trial->evidence->options->signature;
    const struct guessed_key guess = {key, proposal->algorithm, proposal->secret};
    /* The secret of a key for TCP-AO may sign with MD5, which has no other algorithm. */
    const enum key_algorithm algorithm = proposal->signing == SIGNING_MD5 ? KEY_MD5
                                         : proposal->algorithm            ? proposal->algorithm
                                                                          : key->algorithm;
    uint8_t result[MAC_MAX_LENGTH];

    trial->reading.message.options_covered = options == KEY_OPTIONS_INCLUDED;
    const size_t length =
        schemes[algorithm].guess(trial->engine->hasher, &trial->reading, &guess, result);
    return signature->length >= KEY_MAC_MIN && length >= signature->length &&
           memcmp(result, signature->mac, signature->length) == 0;
}

/* Returns true if KEY produces for the proposal of TRIAL what was received. */
static bool try_key(struct trial *trial, const struct key *key)
{
    const struct proposal *proposal = trial->proposal;
    const enum key_options options =
        proposal->ao.options != KEY_ANY_OPTIONS ? proposal->ao.options : key->options;

    if (proposal->signing == SIGNING_MD5 || options != KEY_ANY_OPTIONS)
        return key_verifies(trial, key, options);
    return key_verifies(trial, key, KEY_OPTIONS_INCLUDED) ||
           key_verifies(trial, key, KEY_OPTIONS_EXCLUDED);
}

/* Returns true if a receiver would try KEY on EVIDENCE's segment if it went from FROM to TO. */
static bool key_is_usable(const struct key *key, const struct evidence *evidence,
                          const struct ip_address *from, const struct ip_address *to)
{
    const enum signing signing = schemes[key->algorithm].signing;

    return signing == verify_signing(evidence->options) && key->secret &&
           key_is_valid_at(key, evidence->segment->time) &&
           (signing != SIGNING_AO ||
            key_has_id(key, from, to, evidence->options->signature.key_id));
}

/* Returns the first of KEYS, for segments from FROM to TO, that produces for the proposal of TRIAL
 * what was received, or NULL. */
static const struct key *try_keys(struct trial *trial, const struct candidates *keys,
                                  const struct ip_address *from, const struct ip_address *to)
{
    for (unsigned i = 0; i < keys->count; i++)
        if (key_is_usable(keys->keys[i], trial->evidence, from, to) &&
            try_key(trial, keys->keys[i]))
            return keys->keys[i];
    return NULL;
}

/* Returns the keys (struct key) between the addresses of PROPOSAL. Free with g_ptr_array_free(). */
static GPtrArray *readdressed_keys(const struct evidence *evidence, const struct proposal *proposal)
{
    const struct segment *segment = evidence->segment;
    const struct end from = {proposal->message.from, segment->from.port};
    const struct end to = {proposal->message.to, segment->to.port};
    GPtrArray *found = g_ptr_array_new();

    keyring_candidates(evidence->keyring, &from, &to, found);
    return found;
}

/* Does the same with the candidates between the addresses of the proposal. */
static const struct key *try_readdressed(struct trial *trial)
{
    const struct message *message = &trial->proposal->message;
    GPtrArray *found = readdressed_keys(trial->evidence, trial->proposal);
    const struct candidates keys = {(const struct key *const *)found->pdata, found->len, false};
    const struct key *key = try_keys(trial, &keys, &message->from, &message->to);

    g_ptr_array_free(found, TRUE);
    return key;
}

const struct key *engine_try(struct engine *engine, const struct evidence *evidence,
                             const struct proposal *proposal)
{
    const struct segment *segment = evidence->segment;
    struct trial trial = trial_of(engine, evidence, proposal);

    if (proposal->key)
        return try_key(&trial, proposal->key) ? proposal->key : NULL;
    const struct key *key =
        try_keys(&trial, evidence->flow->candidates, &segment->from.address, &segment->to.address);
    return key || !proposal->readdressed ? key : try_readdressed(&trial);
}

/* The lanes of one candidate: the one kind or the other. */
struct batch {
    struct md5_lanes *md5;
    struct field_lanes *ao;
};

static void clear_batch(gpointer data)
{
    const struct batch *batch = data;
    md5_lanes_free(batch->md5);
    field_lanes_free(batch->ao);
}

static bool batch_find(const struct batch *batch, unsigned first, unsigned count, unsigned *number)
{
    return batch->md5 ? md5_lanes_find(batch->md5, first, count, number)
                      : field_lanes_find(batch->ao, first, count, number);
}

/* Returns lanes for NUMBERS of PROPOSAL with KEY; of neither kind if there are none. */
static struct batch batch_of(const struct evidence *evidence, const struct proposal *proposal,
                             struct numbers numbers, const struct key *key)
{
    const struct trial trial = trial_of(NULL, evidence, proposal);
    struct batch batch = {0};

    if (proposal->signing == SIGNING_MD5)
        batch.md5 = md5_lanes_new(&proposal->message, numbers.field, key->secret, evidence->digest);
    else
        batch.ao = field_lanes_new(key, &trial.reading, numbers.field, numbers.count,
                                   evidence->options->signature.mac);
    return batch;
}

/* Returns the keys (struct key) that engine_try() tries for PROPOSAL. Free with
 * g_ptr_array_free(). */
static GPtrArray *keys_of(const struct evidence *evidence, const struct proposal *proposal)
{
    const struct segment *segment = evidence->segment;
    const struct message *message = &proposal->message;
    const struct candidates *candidates = evidence->flow->candidates;
    GPtrArray *keys = g_ptr_array_new();
    GPtrArray *others = proposal->readdressed ? readdressed_keys(evidence, proposal) : NULL;

    for (unsigned i = 0; i < candidates->count; i++)
        if (key_is_usable(candidates->keys[i], evidence, &segment->from.address,
                          &segment->to.address))
            g_ptr_array_add(keys, (gpointer)candidates->keys[i]);
    for (unsigned i = 0; others && i < others->len; i++)
        if (key_is_usable(others->pdata[i], evidence, &message->from, &message->to) &&
            !g_ptr_array_find(keys, others->pdata[i], NULL))
            g_ptr_array_add(keys, others->pdata[i]);
    if (others)
        g_ptr_array_free(others, TRUE);
    return keys;
}

/* Returns the lanes (struct batch) of all keys to try, or NULL if one has none. */
static GArray *batches_of(const struct evidence *evidence, const struct proposal *proposal,
                          struct numbers numbers)
{
    GPtrArray *keys = keys_of(evidence, proposal);
    GArray *batches = g_array_new(FALSE, FALSE, sizeof(struct batch));

    g_array_set_clear_func(batches, clear_batch);
    for (unsigned i = 0; i < keys->len && batches; i++) {
        const struct batch batch = batch_of(evidence, proposal, numbers, keys->pdata[i]);
        if (batch.md5 || batch.ao)
            g_array_append_val(batches, batch);
        else
            g_clear_pointer(&batches, g_array_unref);
    }
    g_ptr_array_free(keys, TRUE);
    return batches;
}

unsigned engine_chunk(unsigned chunk, unsigned step)
{
    const unsigned distance = (step + 1) / 2;
    return (step % 2 ? chunk + NUMBER_CHUNKS - distance : chunk + distance) % NUMBER_CHUNKS;
}

/* Takes the cost of trying PROPOSAL with COUNT numbers in lanes from the budget. With TCP-AO they
 * derive a traffic key for each. Returns false if the budget is too small. */
static bool spend_lanes(struct engine *engine, const struct evidence *evidence,
                        const struct proposal *proposal, unsigned count)
{
    const uint64_t tries =
        (uint64_t)count / LANES_SPEED * MAX(evidence->flow->candidates->count, 1);
    const uint64_t keys = proposal->signing == SIGNING_AO ? tries * COST_IN_LANES : 0;

    return spend_cost(engine, cost_of(&proposal->message, tries) + keys,
                      reserve_share(&proposal->message, tries));
}

enum engine_found engine_find(struct engine *engine, const struct evidence *evidence,
                              const struct proposal *proposal, struct numbers numbers,
                              unsigned *number)
{
    const unsigned length = numbers.count / NUMBER_CHUNKS, first = *number / length;
    GArray *batches = NULL; /* made late: with many keys that costs more than a refusal by the
                             * budget */
    bool found = false;

    for (unsigned step = 0; step < NUMBER_CHUNKS && !found; step++) {
        if (!spend_lanes(engine, evidence, proposal, length))
            break;
        if (!batches && !(batches = batches_of(evidence, proposal, numbers)))
            return ENGINE_WITHOUT_LANES;
        const unsigned start = engine_chunk(first, step) * length;
        for (unsigned i = 0; i < batches->len && !found; i++)
            found = batch_find(&g_array_index(batches, struct batch, i), start, length, number);
    }
    if (batches)
        g_array_free(batches, TRUE);
    return found ? ENGINE_FOUND : ENGINE_NOT_FOUND;
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
