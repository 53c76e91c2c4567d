/* The searches that are made for the cause of one segment, the cheapest first.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "inquiry.h"

#include "pieces.h"
#include "plugin/diagnose/search/overwritten.h"

#define MAX_SWEEPS        2 /* per direction: one for the numbers of each end */
#define MAX_FAILED_SWEEPS 3 /* consecutive ones in the capture */
#define MAX_BEGINNINGS    3 /* truncated segments per direction that are searched without success */
#define MAX_RESTORATIONS  3 /* consecutive unsigned segments per direction, likewise */
#define MAX_SWEPT         64 /* bytes of data; a sweep over more takes too long */

struct evidence inquiry_evidence(const struct evidence *evidence, struct history *history,
                                 struct direction *direction)
{
    const struct direction *facing = history_facing(history, direction);
    struct evidence whole = *evidence;

    whole.addresses = history->owner->investigation->addresses;
    whole.variants = history->owner->investigation->variants;
    whole.mss = facing->mss;
    whole.windows = direction_windows(direction);
    whole.own = &direction->renumbering;
    whole.other = &facing->renumbering;
    whole.receiver_keys = evidence_receiver_keys(evidence);
    return whole;
}

void inquiry_keep(struct investigation *investigation, const struct evidence *evidence,
                  const struct proof *proof)
{
    const struct label label = label_of(evidence);
    notes_prove(investigation->notes, &label, proof);
}

bool inquiry_is_proven(const struct investigation *investigation, const struct evidence *evidence)
{
    const struct label label = label_of(evidence);
    const struct note *note = notes_find(investigation->notes, &label);
    return note && note->proof && note->proof->key;
}

const struct proof *inquiry_soon(struct investigation *investigation, struct direction *direction,
                                 const struct evidence *evidence)
{
    struct searches *searches = direction_searches(&investigation->histories, direction);
    struct engine *engine = &investigation->engine;
    const struct proof *proof = search_again(&searches->first, engine, evidence);
    if (!proof)
        proof = search_numbers(&searches->first, engine, evidence);
    if (!proof && searches->failed_beginnings < MAX_BEGINNINGS) {
        proof = search_few(&searches->first, engine, evidence);
        searches->failed_beginnings += !proof;
    }
    return proof;
}

const struct proof *inquiry_gather(struct investigation *investigation, struct direction *direction,
                                   const struct evidence *evidence)
{
    return pieces_are_constant(investigation, direction, evidence)
               ? NULL
               : pieces_gather(investigation, direction, evidence);
}

/* Returns the proof of EVIDENCE's segment by the same one captured elsewhere, or NULL. */
static const struct proof *prove_elsewhere(struct investigation *investigation,
                                           const struct evidence *evidence)
{
    struct evidence whole = *evidence;

    whole.elsewhere = pairing_elsewhere(investigation->pairing, evidence, &whole.is_sent_again);
    return whole.elsewhere ? search_elsewhere(&investigation->engine, &whole) : NULL;
}

/* Forgets what searches between the ends cost at the first bad segment of DIRECTION, which has
 * searches, after a good one: former connections may have had another password, for which searches
 * were in vain. */
static void begin_anew(struct direction *direction, struct engine *engine,
                       const struct evidence *evidence)
{
    struct searches *searches = direction->signer->searches;

    if (searches->is_verified || !direction->signer->key)
        return;
    searches->is_verified = true;
    engine_begin_anew(engine, evidence);
}

const struct proof *inquiry_explain(struct investigation *investigation,
                                    struct direction *direction, const struct evidence *evidence)
{
    struct engine *engine = &investigation->engine;
    struct search *search = &direction_searches(&investigation->histories, direction)->first;
    engine_add_budget(engine);
    begin_anew(direction, engine, evidence);
    const struct proof *shared = NULL;
    const struct proof *proof = search_again(search, engine, evidence);

    if (!proof)
        proof = search_numbers(search, engine, evidence);
    if (!proof)
        shared = inquiry_gather(investigation, direction, evidence);
    const bool is_piece = shared && shared->cause != CAUSE_NONE;
    if (!proof && !is_piece)
        proof = search_all(search, engine, evidence);
    if (!proof && !is_piece)
        proof = prove_elsewhere(investigation, evidence);
    if (!proof && shared && shared->key)
        engine_begin_anew(engine, evidence);
    if (!proof)
        return shared;
    inquiry_keep(investigation, evidence, proof);
    return proof;
}

const struct proof *inquiry_overwritten(struct investigation *investigation,
                                        struct direction *direction,
                                        const struct evidence *evidence)
{
    if (!overwritten_is_possible(evidence))
        return NULL;
    uint8_t *failures =
        &direction_searches(&investigation->histories, direction)->failed_restorations;
    if (*failures == MAX_RESTORATIONS)
        return NULL;
    const struct proof *proof = overwritten_search(&investigation->engine, evidence);
    *failures = proof ? 0 : (uint8_t)(*failures + 1);
    if (proof)
        inquiry_keep(investigation, evidence, proof);
    return proof;
}

void inquiry_sweep(struct history *history, struct direction *direction,
                   const struct evidence *evidence, struct diagnosis *diagnosis)
{
    struct investigation *investigation = history->owner->investigation;
    const struct segment *segment = evidence->segment;
    struct searches *searches = direction_searches(history->owner, direction);
    struct shifts shifts;

    if (!investigation->sweep || !(evidence->digest || segment_has_syn(segment)) ||
        searches->sweeps == MAX_SWEEPS || investigation->failed_sweeps == MAX_FAILED_SWEEPS ||
        segment->length > segment_header_length(segment) + MAX_SWEPT)
        return;
    struct sweep *all = sweep_new(evidence);
    const bool found = investigation->sweep(all, &shifts);
    sweep_free(all);
    searches->sweeps = found ? (uint8_t)(searches->sweeps + 1) : MAX_SWEEPS;
    investigation->failed_sweeps = found ? 0 : investigation->failed_sweeps + 1;
    if (!found)
        return;
    found_shifts_add(investigation->found, &segment->from, &segment->to, shifts);
    const struct renumbered ends = history_renumbered(history, direction);
    renumbering_note(ends.own, shifts.own);
    renumbering_note(ends.other, shifts.other);
    const struct evidence renumbered = inquiry_evidence(evidence, history, direction);
    const struct proof *proof =
        search_numbers(&searches->first, &investigation->engine, &renumbered);
    if (!proof)
        return;
    diagnosis->proof = proof;
    inquiry_keep(investigation, evidence, proof);
}

/* Returns the proof of a bad segment by sequence numbers that only later segments revealed, or
 * NULL. */
static const struct proof *prove_renumbered(struct engine *engine, const struct evidence *evidence)
{
    struct search search = {0};

    engine_add_budget(engine);
    return search_numbers(&search, engine, evidence);
}

const struct proof *inquiry_late(struct history *history, struct direction *direction,
                                 const struct evidence *evidence, const struct diagnosis *diagnosis)
{
    struct engine *engine = &history->owner->investigation->engine;
    const struct evidence whole = inquiry_evidence(evidence, history, direction);
    struct searches *searches = direction_searches(history->owner, direction);
    const struct proof *proof = NULL;

    if (!engine_is_able(engine, evidence))
        return NULL;
    if (diagnosis->finding.verdict == VERDICT_BAD)
        proof = prove_renumbered(engine, &whole);
    if (!proof)
        proof = search_late(searches->late_failures, &searches->first, engine, &whole);
    if (!proof)
        proof = prove_elsewhere(history->owner->investigation, &whole);
    if (proof)
        inquiry_keep(history->owner->investigation, evidence, proof);
    return proof;
}
