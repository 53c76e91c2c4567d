/* Searches among the hypotheses for the one that gives the digest received.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "search.h"

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
    if (last && last->cause == search->hypothesis->cause && last->key == key &&
        search->place == search->proven_place)
        return last;

    struct proof *proof = engine_proof(engine);
    proof->cause = search->hypothesis->cause;
    proof->key = key;
    proof->originals = proposal->originals;
    proof->source = proposal->message.from;
    proof->destination = proposal->message.to;
    proof->difference = proposal->difference;
    memcpy(proof->numbers, proposal->numbers, sizeof proof->numbers);
    search->proven_place = search->place;
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

/* Tries all guesses of one hypothesis. */
static const struct proof *try_places(struct search *search, struct engine *engine,
                                      const struct evidence *evidence)
{
    const struct message message = message_of(evidence->segment);
    const struct proof *proof = NULL;

    search->place = 0;
    if (!engine_afford(engine, evidence, &message, search->hypothesis->places))
        return NULL;
    while (try_place(search, engine, evidence, &proof) && !proof) {
        search->place++;
        if (search->hypothesis->places == 0 && !engine_afford(engine, evidence, &message, 1))
            break;
    }
    return proof;
}

const struct proof *search_all(struct search *search, struct engine *engine,
                               const struct evidence *evidence)
{
    const enum kind kind = kind_of(evidence->segment);

    if (search->vain[kind] == SEARCHES || keyring_size(evidence->keyring) == 0)
        return NULL;
    for (unsigned i = 0; i < G_N_ELEMENTS(hypotheses); i++) {
        search->hypothesis = hypotheses[i];
        const struct proof *proof = try_places(search, engine, evidence);
        if (proof) {
            search->vain[kind] = 0;
            return proof;
        }
    }
    search->hypothesis = NULL;
    search->vain[kind]++;
    return NULL;
}
