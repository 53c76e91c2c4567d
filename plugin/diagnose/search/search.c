/* Searches the hypotheses for the one that explains the received digest.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "search.h"

#include "plugin/diagnose/numbers/renumbering.h"

#include <string.h>

/* The hypotheses with few guesses, likely ones first: nine faults of ten are among the first
 * LIKELY. */
#define LIKELY 9
static const struct hypothesis *const cheap[] = {
    &hypothesis_ao_options_mode,
    &hypothesis_ao_key_id,
    &hypothesis_ao_mac_length,
    &hypothesis_ao_algorithm,
    &hypothesis_ao_settings,
    &hypothesis_ao_keyring_stale,
    &hypothesis_key_not_valid,
    &hypothesis_key_variant,
    &hypothesis_other_key,
    &hypothesis_ao_trailing_padding,
    &hypothesis_options_hashed,
    &hypothesis_checksum_hashed,
    &hypothesis_length_without_options,
    &hypothesis_addresses_swapped,
    &hypothesis_key_first,
    &hypothesis_mapped_addresses,
    &hypothesis_ao_covered_wrongly,
    &hypothesis_data_offset,
    &hypothesis_signed_too_early,
    &hypothesis_ao_options_moved,
    &hypothesis_ao_option_changed,
    &hypothesis_ao_sne,
    &hypothesis_ao_rst_quirk,
    &hypothesis_ao_isn_role,
    &hypothesis_source_address,
    &hypothesis_destination_address,
    &hypothesis_both_addresses,
    &hypothesis_nat64,
    &hypothesis_named_source_port,
    &hypothesis_named_destination_port,
    &hypothesis_known_window,
    &hypothesis_number_and_window,
    &hypothesis_ao_nat,
    &hypothesis_ao_kdf_wrongly,
};

/* The hypotheses with many guesses. */
static const struct hypothesis *const costly[] = {
    &hypothesis_ao_mss,
    &hypothesis_ao_address_and_mss,
    &hypothesis_ao_options_changed,
    &hypothesis_merged,
    &hypothesis_data_cut,
    &hypothesis_flags,
    &hypothesis_window,
    &hypothesis_source_port,
    &hypothesis_destination_port,
    &hypothesis_urgent_pointer,
    &hypothesis_urgent_data,
    &hypothesis_translated_source,
    &hypothesis_translated_destination,
    &hypothesis_flags_and_window,
    &hypothesis_window_and_flags,
    &hypothesis_window_and_urgent_data,
};

/* Octets. A search with 2^20 guesses matches a random MAC of this length once in 2^44 searches. */
#define MAC_THAT_PROVES 8

#define SEARCHES 3 /* failed ones of each kind of segment, until something else is proven */

/* One search at EVIDENCE's segment. */
struct attempt {
    struct search *search;
    struct engine *engine;
    const struct evidence *evidence;
    struct proposal unchanged; /* with the segment itself: each of many guesses begins with it */
};

static struct attempt attempt_of(struct search *search, struct engine *engine,
                                 const struct evidence *evidence)
{
    return (struct attempt){search, engine, evidence, proposal_of(evidence)};
}

/* Returns the proof that PROPOSAL, signed with KEY, is of the segment of ATTEMPT. */
static struct proof proof_of(const struct attempt *attempt, const struct proposal *proposal,
                             const struct key *key)
{
    const struct search *search = attempt->search;
    struct proof proof = {
        .cause = proposal->cause ? proposal->cause : search->hypothesis->cause,
        .key = key,
        .originals = proposal->originals,
        .implied = proposal->implied,
        .detail = proposal->detail,
        .sentence = proposal->sentence,
        .cure = proposal->cure,
        .hypothesis = search->hypothesis,
    };
    if (proposal->originals & 1u << ORIGINAL_SOURCE)
        proof.source = proposal->message.from;
    if (proposal->originals & 1u << ORIGINAL_DESTINATION)
        proof.destination = proposal->message.to;
    memcpy(proof.numbers, proposal->numbers, sizeof proof.numbers);
    proof.index =
        proposal_is_told(proposal, attempt->evidence, &proof) ? ORIGINALS_ALONE : search->index;
    return proof;
}

/* Stores PROOF, and remembers what led to it. */
static const struct proof *search_conclude(const struct search *search, struct engine *engine,
                                           const struct proof *proof)
{
    if (search->hypothesis->guess_count > 0) {
        engine->latest = search->hypothesis;
        engine->latest_index = search->index;
    }
    return engine_proof(engine, proof);
}

/* Tries the guess at the search's index. Sets *PROOF if this proves it. Returns false if there is
 * no such guess, or if PAID and the budget is too small. */
static bool try_guess(const struct attempt *attempt, bool paid, const struct proof **proof)
{
    const struct search *search = attempt->search;
    const struct evidence *evidence = attempt->evidence;
    struct engine *engine = attempt->engine;
    struct proposal proposal = attempt->unchanged;
    bool any = search->hypothesis->propose(evidence, search->index, &proposal);

    if (any && paid)
        any = engine_afford_proposal(engine, evidence, &proposal);
    if (any && !proposal.skip) {
        const struct key *key = engine_try(engine, evidence, &proposal);
        if (key) {
            const struct proof found = proof_of(attempt, &proposal, key);
            *proof = search_conclude(search, engine, &found);
        }
    }
    secret_free(proposal.secret);
    return any;
}

/* Tries the numbers of the search's hypothesis from guess BASE on, one by one, first those near the
 * captured number. */
static const struct proof *try_each_number(const struct attempt *attempt, unsigned base)
{
    struct search *search = attempt->search;
    const struct hypothesis *hypothesis = search->hypothesis;
    const struct message *message = &attempt->unchanged.message;
    const unsigned length = hypothesis->guess_count / NUMBER_CHUNKS;
    const uint32_t number = header_number(message->header, hypothesis->field) >> 16;
    const unsigned first = number % hypothesis->guess_count / length;
    const struct proof *proof = NULL;

    for (unsigned step = 0; step < NUMBER_CHUNKS && !proof; step++) {
        if (!engine_spend(attempt->engine, attempt->evidence, message, length))
            break;
        search->index = base + engine_chunk(first, step) * length;
        for (unsigned i = 0; i < length && !proof; i++, search->index += !proof)
            try_guess(attempt, false, &proof);
    }
    return proof;
}

/* Tries the numbers of the search's hypothesis from guess BASE on, first those near NUMBER.
 * PROPOSAL is that guess. */
static const struct proof *try_numbers_from(const struct attempt *attempt, unsigned base,
                                            unsigned number, const struct proposal *proposal)
{
    struct search *search = attempt->search;
    const struct numbers numbers = {search->hypothesis->field, search->hypothesis->guess_count};
    const struct proof *proof = NULL;

    switch (engine_find(attempt->engine, attempt->evidence, proposal, numbers, &number)) {
    case ENGINE_FOUND:
        search->index = base + number;
        try_guess(attempt, false, &proof);
        return proof;
    case ENGINE_WITHOUT_LANES:
        return proposal->readdressed ? NULL : try_each_number(attempt, base);
    default:
        return NULL;
    }
}

/* Tries all numbers of the search's hypothesis, first those near the search's index. */
static const struct proof *try_numbers(const struct attempt *attempt)
{
    const struct hypothesis *hypothesis = attempt->search->hypothesis;
    const unsigned count = hypothesis->guess_count, number = attempt->search->index % count;
    const struct proof *proof = NULL;

    for (unsigned base = 0; !proof; base += count) {
        struct proposal proposal = attempt->unchanged;
        if (!hypothesis->propose(attempt->evidence, base, &proposal))
            break;
        proof = try_numbers_from(attempt, base, number, &proposal);
    }
    return proof;
}

static bool is_about(const struct hypothesis *hypothesis, enum signing signing)
{
    return hypothesis->signing == SIGNING_NONE || hypothesis->signing == signing;
}

/* Returns true if HYPOTHESIS has a guess at the segment of ATTEMPT, and the signature is long
 * enough to prove it. */
static bool hypothesis_concerns(const struct hypothesis *hypothesis, const struct attempt *attempt)
{
    const struct evidence *evidence = attempt->evidence;

    if (!is_about(hypothesis, verify_signing(evidence->options)) ||
        (evidence->options->signature.length < MAC_THAT_PROVES && !hypothesis->is_frugal))
        return false;
    if (hypothesis->guess_count == 0) /* each guess is charged separately */
        return true;
    struct proposal first = attempt->unchanged;
    const bool any = hypothesis->propose(evidence, 0, &first) &&
                     (evidence->flow->candidates->count > 0 || first.readdressed);
    secret_free(first.secret);
    return any;
}

static bool is_likely(const struct hypothesis *hypothesis)
{
    for (unsigned i = 0; i < LIKELY; i++)
        if (cheap[i] == hypothesis)
            return true;
    return false;
}

/* Tries all guesses of HYPOTHESIS. Begins with the one that was proven last, if that is one of
 * these. */
static const struct proof *try_all_guesses(const struct attempt *attempt,
                                           const struct hypothesis *hypothesis)
{
    struct search *search = attempt->search;
    struct engine *engine = attempt->engine;
    const bool each = hypothesis->guess_count == 0; /* each guess is charged separately */
    const struct proof *proof = NULL;

    engine->is_likely = is_likely(hypothesis);
    if (engine_is_spent(engine) || !hypothesis_concerns(hypothesis, attempt))
        return NULL;
    search->hypothesis = hypothesis;
    search->index = hypothesis == engine->latest ? engine->latest_index : 0;
    if (hypothesis == engine->latest)
        try_guess(attempt, true, &proof);
    if (!proof && hypothesis->is_number)
        return try_numbers(attempt);
    /* Two guesses leave as much of the budget as all of them would: see reserve_share() in
     * engine.c. */
    if (proof || !engine_spend(engine, attempt->evidence, &attempt->unchanged.message,
                               hypothesis->is_long ? 2 : hypothesis->guess_count))
        return proof;
    search->index = 0;
    while (try_guess(attempt, each, &proof) && !proof)
        search->index++;
    return proof;
}

const struct proof *search_again(struct search *search, struct engine *engine,
                                 const struct evidence *evidence)
{
    const struct proof *proof = NULL;
    if (!search->hypothesis)
        return NULL;
    const struct attempt attempt = attempt_of(search, engine, evidence);
    if (!try_guess(&attempt, false, &proof))
        search->hypothesis = NULL;
    if (!proof && search->hypothesis && search->hypothesis->cause == CAUSE_WINDOW)
        proof = try_all_guesses(&attempt, &hypothesis_known_window);
    return proof;
}

const struct proof *search_numbers(struct search *search, struct engine *engine,
                                   const struct evidence *evidence)
{
    const struct search before = *search;
    const struct proof *proof = NULL;

    if (evidence->flow->candidates->count > 0 &&
        (renumbering_is_guessed(evidence->own) || renumbering_is_guessed(evidence->other))) {
        const struct attempt attempt = attempt_of(search, engine, evidence);
        proof = try_all_guesses(&attempt, &hypothesis_sequence_number);
    }
    if (!proof)
        *search = before;
    return proof;
}

/* Tries those cheap hypotheses whose cause is CAUSE or, if OTHERS, all the others. */
static const struct proof *try_cheap(const struct attempt *attempt, enum cause cause, bool others)
{
    const struct proof *proof = NULL;
    for (unsigned i = 0; !proof && i < G_N_ELEMENTS(cheap); i++)
        if ((cheap[i]->cause == cause) != others)
            proof = try_all_guesses(attempt, cheap[i]);
    return proof;
}

/* Tries the hypotheses with few guesses, and the one proven last in the capture. That one comes
 * first if the last segment of the direction had the same cause: if a device rewrites every window,
 * for example, each segment must cost only this search. */
static const struct proof *try_few(const struct attempt *attempt)
{
    struct engine *engine = attempt->engine;
    const struct hypothesis *const latest = engine->latest;
    const struct hypothesis *const before = attempt->search->hypothesis;
    const enum cause last = before ? before->cause : CAUSE_NONE;
    const bool first = latest && latest->cause == last;
    const struct proof *proof;

    engine->refused = false;
    proof = try_cheap(attempt, last, false);

    if (!proof && first)
        proof = try_all_guesses(attempt, latest);
    if (!proof && first && engine->refused)
        return NULL;
    if (!proof)
        proof = try_cheap(attempt, last, true);
    if (!proof && latest && !first)
        proof = try_all_guesses(attempt, latest);
    return proof;
}

const struct proof *search_few(struct search *search, struct engine *engine,
                               const struct evidence *evidence)
{
    const struct search before = *search;
    const struct proof *proof = NULL;

    if (keyring_size(evidence->keyring) > 0) {
        const struct attempt attempt = attempt_of(search, engine, evidence);
        proof = try_few(&attempt);
    }
    if (!proof)
        *search = before;
    return proof;
}

const struct proof *search_all(struct search *search, struct engine *engine,
                               const struct evidence *evidence)
{
    const enum kind kind = kind_of(evidence->segment);
    const struct hypothesis *const latest = engine->latest, *const last = search->hypothesis;
    const bool is_last = latest && last && latest->cause == last->cause;

    if (search->failures[kind] == SEARCHES || keyring_size(evidence->keyring) == 0 ||
        !engine_begin_search(engine, evidence, SEARCH_FIRST))
        return NULL;
    const struct attempt attempt = attempt_of(search, engine, evidence);
    const struct proof *proof = try_few(&attempt);
    /* If the budget is too small for the likeliest cause, other searches would only use up the
     * rest. */
    const bool goes_on = !(is_last && engine->refused);
    for (unsigned i = 0; goes_on && !proof && i < G_N_ELEMENTS(costly); i++)
        if (costly[i] != latest)
            proof = try_all_guesses(&attempt, costly[i]);
    engine_end_search(engine, SEARCH_FIRST, proof != NULL);

    search->failures[kind] = proof ? 0 : (uint8_t)(search->failures[kind] + 1);
    if (!proof)
        search->hypothesis = goes_on ? NULL : last;
    return proof;
}

const struct proof *search_elsewhere(struct engine *engine, const struct evidence *evidence)
{
    struct search search = {0};
    const struct attempt attempt = attempt_of(&search, engine, evidence);
    const struct proof *proof = try_all_guesses(&attempt, &hypothesis_replayed);
    return proof ? proof : try_all_guesses(&attempt, &hypothesis_several_changes);
}

const struct proof *search_late(uint8_t failures[static KINDS], const struct search *known,
                                struct engine *engine, const struct evidence *evidence)
{
    static const struct hypothesis *const addresses[] = {
        &hypothesis_source_address, &hypothesis_destination_address, &hypothesis_both_addresses,
        &hypothesis_nat64};
    uint8_t *failed = &failures[kind_of(evidence->segment)];
    struct search search = *known;
    const struct proof *proof = search_again(&search, engine, evidence);

    if (proof || *failed == SEARCHES || keyring_size(evidence->keyring) == 0 ||
        !engine_begin_search(engine, evidence, SEARCH_LATE))
        return proof;
    const struct attempt attempt = attempt_of(&search, engine, evidence);
    for (unsigned i = 0; !proof && i < G_N_ELEMENTS(addresses); i++)
        proof = try_all_guesses(&attempt, addresses[i]);
    engine_end_search(engine, SEARCH_LATE, proof != NULL);
    *failed = proof ? 0 : (uint8_t)(*failed + 1);
    return proof;
}

/* Appends the names of the causes of HYPOTHESES that apply to SIGNING, each once: some causes have
 * several hypotheses. */
static void append_names(GString *text, const struct hypothesis *const *hypotheses, size_t count,
                         enum signing signing)
{
    for (size_t i = 0; i < count; i++) {
        const char *name = cause_name(hypotheses[i]->cause);
        if (is_about(hypotheses[i], signing) && !strstr(text->str, name))
            g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "", name);
    }
}

void search_names(GString *text, enum signing signing)
{
    GString *names = g_string_new(NULL);
    append_names(names, cheap, G_N_ELEMENTS(cheap), signing);
    append_names(names, costly, G_N_ELEMENTS(costly), signing);
    g_string_append(text, names->str);
    g_string_free(names, TRUE);
}
