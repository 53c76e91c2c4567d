/* Searches among the hypotheses for the one that gives the digest received.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "search.h"

#include <string.h>

/* The likely ones first. */
static const struct hypothesis *const cheap[] = {
    &hypothesis_key_not_valid,
    &hypothesis_key_variant,
    &hypothesis_other_key,
    &hypothesis_options_hashed,
    &hypothesis_checksum_hashed,
    &hypothesis_length_without_options,
    &hypothesis_addresses_swapped,
    &hypothesis_key_first,
    &hypothesis_mapped_addresses,
    &hypothesis_data_offset,
    &hypothesis_source_address,
    &hypothesis_destination_address,
    &hypothesis_both_addresses,
    &hypothesis_named_source_port,
    &hypothesis_named_destination_port,
};

/* Those that have many guesses. */
static const struct hypothesis *const costly[] = {
    &hypothesis_data_cut,         &hypothesis_flags,  &hypothesis_source_port,
    &hypothesis_destination_port, &hypothesis_window, &hypothesis_urgent_pointer,
};

#define SEARCHES 3 /* in vain, for each kind; then no more until something else is seen */

enum kind kind_of(const struct segment *segment)
{
    const uint8_t syn = 0x02;
    if (segment->bytes[HEADER_FLAGS] & syn)
        return KIND_OPENING;
    return segment->length > segment_header_length(segment) ? KIND_DATA : KIND_EMPTY;
}

/* The proof that PROPOSAL is; that of the segment before, if it is the same. */
static const struct proof *conclude(struct search *search, struct engine *engine,
                                    const struct proposal *proposal, const struct key *key)
{
    const struct proof *last = search->proof;
    if (last && last->key == key && search->proven == search->hypothesis &&
        search->proven_place == search->place)
        return last;

    struct proof *proof = engine_proof(engine);
    proof->cause = search->hypothesis->cause;
    proof->key = key;
    proof->originals = proposal->originals;
    proof->source = proposal->message.from;
    proof->destination = proposal->message.to;
    proof->difference = proposal->difference;
    memcpy(proof->numbers, proposal->numbers, sizeof proof->numbers);
    search->proven = search->hypothesis;
    search->proven_place = search->place;
    if (search->proven->places > 0) {
        engine->latest = search->proven;
        engine->latest_place = search->place;
    }
    return search->proof = proof;
}

/* Tries the guess at its place; what it proves goes to *PROOF. False if there is no such guess. */
static bool try_place(struct search *search, struct engine *engine, const struct evidence *evidence,
                      const struct proof **proof)
{
    struct proposal proposal = {.message = message_of(evidence->segment)};
    const bool any = search->hypothesis->propose(evidence, search->place, &proposal);

    if (any && !proposal.vain) {
        const struct key *key = engine_try(engine, evidence, &proposal);
        if (key)
            *proof = conclude(search, engine, &proposal, key);
    }
    secret_free(proposal.secret);
    return any;
}

const struct proof *search_again(struct search *search, struct engine *engine,
                                 const struct evidence *evidence)
{
    const struct proof *proof = NULL;
    if (search->hypothesis && !try_place(search, engine, evidence, &proof))
        search->hypothesis = NULL;
    return proof;
}

/* Tries all guesses of HYPOTHESIS; first the one that was proven last, if it was one of these. */
static const struct proof *try_all_places(struct search *search, struct engine *engine,
                                          const struct evidence *evidence,
                                          const struct hypothesis *hypothesis)
{
    const struct message message = message_of(evidence->segment);
    const struct proof *proof = NULL;

    if (hypothesis->places > 0 && evidence->candidates->count == 0)
        return NULL;
    search->hypothesis = hypothesis;
    search->place = engine->latest_place;
    if (hypothesis == engine->latest && engine_afford(engine, evidence, &message, 1))
        try_place(search, engine, evidence, &proof);
    if (proof || !engine_afford(engine, evidence, &message, hypothesis->places))
        return proof;
    search->place = 0;
    while (try_place(search, engine, evidence, &proof) && !proof) {
        search->place++;
        if (hypothesis->places == 0 && !engine_afford(engine, evidence, &message, 1))
            break;
    }
    return proof;
}

const struct proof *search_all(struct search *search, struct engine *engine,
                               const struct evidence *evidence)
{
    const enum kind kind = kind_of(evidence->segment);
    const struct hypothesis *const latest = engine->latest;
    const struct proof *proof = NULL;

    if (search->vain[kind] == SEARCHES || keyring_size(evidence->keyring) == 0)
        return NULL;
    for (unsigned i = 0; !proof && i < G_N_ELEMENTS(cheap); i++)
        proof = try_all_places(search, engine, evidence, cheap[i]);
    if (!proof && latest)
        proof = try_all_places(search, engine, evidence, latest);
    for (unsigned i = 0; !proof && i < G_N_ELEMENTS(costly); i++)
        if (costly[i] != latest)
            proof = try_all_places(search, engine, evidence, costly[i]);

    search->vain[kind] = proof ? 0 : search->vain[kind] + 1;
    if (!proof)
        search->hypothesis = NULL;
    return proof;
}
