/* Finds out why signatures are bad: tries hypotheses until one gives the digest received.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "diagnose.h"

#include "split.h"

#include <string.h>

/* The cheap and likely ones first. */
static const struct hypothesis *const hypotheses[] = {
    &hypothesis_key_not_valid,     &hypothesis_key_variant,      &hypothesis_other_key,
    &hypothesis_options_hashed,    &hypothesis_checksum_hashed,  &hypothesis_length_without_options,
    &hypothesis_addresses_swapped, &hypothesis_key_first,        &hypothesis_mapped_addresses,
    &hypothesis_data_offset,       &hypothesis_source_address,   &hypothesis_destination_address,
    &hypothesis_both_addresses,    &hypothesis_data_cut,         &hypothesis_flags,
    &hypothesis_source_port,       &hypothesis_destination_port, &hypothesis_window,
    &hypothesis_urgent_pointer,
};

/* What searches may cost, in bytes hashed. A capture begins with some credit and each bad segment
 * brings some more, so that all searches take no more than a part of the time that reading does. */
#define FIRST_CREDIT  (128u << 20)
#define NEXT_CREDIT   1024u
#define COST_OF_A_TRY 128u /* beside the bytes hashed */

/* A fault may touch only some segments. So searches in vain are counted for each kind. */
enum kind {
    KIND_OPENING, /* SYN */
    KIND_EMPTY,
    KIND_DATA,
    KINDS,
};

#define SEARCHES 3 /* in vain, for each kind; then no more until something else is seen */

struct direction {
    const struct hypothesis *hypothesis; /* to be tried next, and which guess of it; or NULL */
    unsigned place;
    const struct proof *proof; /* the last one, and the guess that it was */
    unsigned proven_place;
    unsigned vain[KINDS];
    struct split *split;
};

struct diagnosis {
    struct md5 *md5;
    uint64_t credit;
    GPtrArray *proofs, *directions;
};

static void proof_free(gpointer data)
{
    struct proof *proof = data;
    if (proof->frames)
        g_array_free(proof->frames, TRUE);
    g_free(proof);
}

static void direction_free(gpointer data)
{
    struct direction *direction = data;
    split_free(direction->split);
    g_free(direction);
}

struct diagnosis *diagnosis_new(struct md5 *md5)
{
    struct diagnosis *diagnosis = g_new(struct diagnosis, 1);
    *diagnosis = (struct diagnosis){
        .md5 = md5,
        .credit = FIRST_CREDIT,
        .proofs = g_ptr_array_new_with_free_func(proof_free),
        .directions = g_ptr_array_new_with_free_func(direction_free),
    };
    return diagnosis;
}

void diagnosis_free(struct diagnosis *diagnosis)
{
    if (!diagnosis)
        return;
    g_ptr_array_free(diagnosis->directions, TRUE);
    g_ptr_array_free(diagnosis->proofs, TRUE);
    g_free(diagnosis);
}

struct direction *diagnosis_direction(struct diagnosis *diagnosis)
{
    struct direction *direction = g_new0(struct direction, 1);
    g_ptr_array_add(diagnosis->directions, direction);
    return direction;
}

/* Takes what trying GUESSES like MESSAGE costs from the credit; false if that is not enough. */
static bool afford(struct diagnosis *diagnosis, const struct evidence *evidence,
                   const struct message *message, uint64_t guesses)
{
    const uint64_t tries = guesses * MAX(evidence->candidates->count, 1);
    const uint64_t cost = tries * (message->data.length + COST_OF_A_TRY);
    if (cost > diagnosis->credit)
        return false;
    diagnosis->credit -= cost;
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

/* The key that gives PROPOSAL the digest received, or NULL. */
static const struct key *try(struct diagnosis *diagnosis, const struct evidence *evidence,
                             const struct proposal *proposal)
{
    const struct candidates *candidates = evidence->candidates;

    if (proposal->key) {
        const struct secret *secret = proposal->secret ? proposal->secret : proposal->key->secret;
        return try_secret(diagnosis->md5, proposal, secret, evidence->digest) ? proposal->key
                                                                              : NULL;
    }
    for (unsigned i = 0; i < candidates->count; i++) {
        const struct key *key = candidates->keys[i];
        if (key->algorithm == KEY_MD5 && key->secret &&
            key_is_valid_at(key, evidence->segment->time) &&
            try_secret(diagnosis->md5, proposal, key->secret, evidence->digest))
            return key;
    }
    return NULL;
}

static struct proof *proof_new(struct diagnosis *diagnosis)
{
    struct proof *proof = g_new0(struct proof, 1);
    g_ptr_array_add(diagnosis->proofs, proof);
    return proof;
}

/* The proof that PROPOSAL is; that of the segment before, if it is the same. */
static const struct proof *conclude(struct diagnosis *diagnosis, struct direction *direction,
                                    const struct proposal *proposal, const struct key *key)
{
    const struct proof *last = direction->proof;
    if (last && last->cause == direction->hypothesis->cause && last->key == key &&
        direction->place == direction->proven_place)
        return last;

    struct proof *proof = proof_new(diagnosis);
    proof->cause = direction->hypothesis->cause;
    proof->key = key;
    proof->originals = proposal->originals;
    proof->source = proposal->message.from;
    proof->destination = proposal->message.to;
    proof->difference = proposal->difference;
    memcpy(proof->numbers, proposal->numbers, sizeof proof->numbers);
    direction->proven_place = direction->place;
    return direction->proof = proof;
}

/* Tries the guess at PLACE; what it proves goes to *PROOF. False if there is no such guess. */
static bool try_place(struct diagnosis *diagnosis, struct direction *direction,
                      const struct evidence *evidence, const struct proof **proof)
{
    struct proposal proposal = {.message = message_of(evidence->segment)};
    const bool any = direction->hypothesis->propose(evidence, direction->place, &proposal);

    if (any && !proposal.vain) {
        const struct key *key = try(diagnosis, evidence, &proposal);
        if (key)
            *proof = conclude(diagnosis, direction, &proposal, key);
    }
    secret_free(proposal.secret);
    return any;
}

static const struct proof *search(struct diagnosis *diagnosis, struct direction *direction,
                                  const struct evidence *evidence)
{
    const struct message message = message_of(evidence->segment);
    const struct proof *proof = NULL;

    direction->place = 0;
    if (!afford(diagnosis, evidence, &message, direction->hypothesis->places))
        return NULL;
    while (try_place(diagnosis, direction, evidence, &proof) && !proof) {
        direction->place++;
        if (direction->hypothesis->places == 0 && !afford(diagnosis, evidence, &message, 1))
            break;
    }
    return proof;
}

static const struct proof *search_all(struct diagnosis *diagnosis, struct direction *direction,
                                      const struct evidence *evidence)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(hypotheses); i++) {
        direction->hypothesis = hypotheses[i];
        const struct proof *proof = search(diagnosis, direction, evidence);
        if (proof)
            return proof;
    }
    direction->hypothesis = NULL;
    return NULL;
}

static enum kind kind_of(const struct segment *segment)
{
    const uint8_t syn = 0x02;
    if (segment->bytes[HEADER_FLAGS] & syn)
        return KIND_OPENING;
    return segment->length > segment_header_length(segment) ? KIND_DATA : KIND_EMPTY;
}

/* Puts the pieces together, if they look complete, and proves that they were one. */
static void join(struct diagnosis *diagnosis, struct split *split, const struct evidence *evidence,
                 bool anyway)
{
    if (!split_is_complete(split, anyway))
        return;
    GByteArray *data = g_byte_array_new();
    const struct proposal proposal = {.message = split_message(split, data)};
    struct proof *proof = split_proof(split);

    const struct key *key = afford(diagnosis, evidence, &proposal.message, 1)
                                ? try(diagnosis, evidence, &proposal)
                                : NULL;
    if (key) {
        proof->key = key;
        proof->originals = 1u << ORIGINAL_LENGTH;
        proof->numbers[ORIGINAL_LENGTH] = proposal.message.length;
    }
    g_byte_array_unref(data);
}

/* The proof that the segment shares with those that carry its digest. */
static const struct proof *gather(struct diagnosis *diagnosis, struct direction *direction,
                                  const struct evidence *evidence, uint32_t number)
{
    struct split *split = direction->split;

    if (split && split_carries(split, evidence)) {
        split_add(split, evidence, number);
    } else {
        if (split) {
            struct evidence last = *evidence;
            last.digest = split_digest(split);
            join(diagnosis, split, &last, true);
        }
        split_free(split);
        split = direction->split = split_new(evidence, number, proof_new(diagnosis));
    }
    join(diagnosis, split, evidence, false);
    return split_proof(split);
}

const struct proof *diagnosis_explain(struct diagnosis *diagnosis, struct direction *direction,
                                      const struct evidence *evidence, uint32_t number)
{
    const enum kind kind = kind_of(evidence->segment);
    const struct proof *shared = NULL, *proof = NULL;

    diagnosis->credit += NEXT_CREDIT;
    if (direction->hypothesis && !try_place(diagnosis, direction, evidence, &proof))
        direction->hypothesis = NULL;
    if (proof)
        return proof;
    if (kind == KIND_DATA) {
        shared = gather(diagnosis, direction, evidence, number);
        if (shared->cause != CAUSE_NONE)
            return shared;
    }
    if (direction->vain[kind] < SEARCHES && keyring_size(evidence->keyring) > 0) {
        proof = search_all(diagnosis, direction, evidence);
        direction->vain[kind] = proof ? 0 : direction->vain[kind] + 1;
    }
    return proof ? proof : shared;
}
