/* Finds out what happened to bad segments, and why signatures are missing.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "diagnose.h"

#include "plugin/diagnose/unsigned/unsigned-segment.h"
#include "plugin/diagnose/evidence/addresses.h"
#include "pieces.h"

#define MAX_SWEEPS        2 /* per direction: one for the numbers of each end */
#define MAX_FAILED_SWEEPS 3 /* consecutive ones in the capture */
#define MAX_BEGINNINGS    3 /* truncated segments per direction that are searched without success */
#define MAX_SWEPT         64 /* bytes of data; a sweep over more takes too long */

static void free_history(gpointer history)
{
    history_free(history);
}

struct investigation *diagnose_begin(struct hasher *hasher, struct found_shifts *found)
{
    struct investigation *investigation = g_new0(struct investigation, 1);
    engine_init(&investigation->engine, hasher, &investigation->bounds);
    investigation->found = found;
    investigation->histories = g_ptr_array_new_with_free_func(free_history);
    investigation->splits = g_ptr_array_new_with_free_func(split_proof_free);
    investigation->notes = notes_new(&investigation->bounds);
    investigation->pairing = pairing_new(investigation->notes, &investigation->bounds);
    investigation->peerings = peerings_new(&investigation->bounds);
    return investigation;
}

void diagnose_end(struct investigation *investigation)
{
    if (!investigation)
        return;
    g_ptr_array_free(investigation->histories, TRUE);
    if (investigation->addresses)
        addresses_free(investigation->addresses);
    pairing_free(investigation->pairing);
    peerings_free(investigation->peerings);
    notes_free(investigation->notes);
    g_ptr_array_free(investigation->splits, TRUE);
    engine_clear(&investigation->engine);
    g_free(investigation);
}

void diagnose_sweep_by(struct investigation *investigation,
                       bool (*run)(struct sweep *sweep, struct shifts *shifts))
{
    investigation->sweep = run;
}

struct history *diagnose_history(struct investigation *investigation)
{
    struct history *history = history_new(investigation);
    g_ptr_array_add(investigation->histories, history);
    return history;
}

static struct occasion occasion_of(const struct evidence *evidence)
{
    return (struct occasion){evidence->number, evidence->layer};
}

static void keep_proof(struct investigation *investigation, const struct evidence *evidence,
                       const struct proof *proof)
{
    const struct label label = label_of(evidence);
    notes_prove(investigation->notes, &label, proof);
}

/* Returns the proof of a segment that few guesses find, or NULL. */
static const struct proof *prove_soon(struct direction *direction, struct engine *engine,
                                      const struct evidence *evidence)
{
    struct searches *searches = direction_searches(direction);
    const struct proof *proof = search_again(&searches->first, engine, evidence);
    if (!proof)
        proof = search_numbers(&searches->first, engine, evidence);
    if (!proof && searches->failed_beginnings < MAX_BEGINNINGS) {
        proof = search_few(&searches->first, engine, evidence);
        searches->failed_beginnings += !proof;
    }
    return proof;
}

/* Returns the proof that the segment shares with others of the same digest or MAC, or NULL. */
static const struct proof *gather(struct investigation *investigation, struct direction *direction,
                                  const struct evidence *evidence)
{
    return pieces_are_constant(direction, evidence)
               ? NULL
               : pieces_gather(investigation, direction, evidence);
}

/* Returns why no candidate produces the segment's digest, or NULL if that is not known. */
static const struct proof *explain(struct investigation *investigation, struct direction *direction,
                                   const struct evidence *evidence)
{
    struct engine *engine = &investigation->engine;
    struct search *search = &direction_searches(direction)->first;
    engine_add_budget(engine);
    const struct proof *shared = NULL;
    const struct proof *proof = search_again(search, engine, evidence);

    if (!proof)
        proof = search_numbers(search, engine, evidence);
    if (!proof)
        shared = gather(investigation, direction, evidence);
    if (!proof && !(shared && shared->cause != CAUSE_NONE))
        proof = search_all(search, engine, evidence);
    if (!proof)
        return shared;
    keep_proof(investigation, evidence, proof);
    return proof;
}

/* Returns true if the segment may have been signed correctly and changed afterwards. */
static bool is_suspect(const struct evidence *evidence, const struct diagnosis *diagnosis)
{
    if (!evidence->options->signature.mac)
        return false;
    switch (diagnosis->finding.reason) {
    case REASON_NONE:
        return diagnosis->finding.verdict == VERDICT_BAD;
    case REASON_NO_KEY:
    case REASON_KEY_NOT_VALID:
    case REASON_KEY_ID_UNKNOWN:
    case REASON_SECRET_UNKNOWN:
    case REASON_KEYRING_LOCKED:
        return true;
    default:
        return false;
    }
}

/* Adds the addresses of a new connection to those known, and recalls the shifts that an earlier
 * sweep found for it. */
static void meet(struct investigation *investigation, struct history *history,
                 const struct evidence *evidence)
{
    const struct segment *segment = evidence->segment;
    const struct renumbered ends = history_renumbered(history, history_direction(history, segment));

    history->met = true;
    found_shifts_find(investigation->found, &segment->from, &segment->to, ends.own);
    found_shifts_find(investigation->found, &segment->to, &segment->from, ends.other);
    if (!investigation->addresses) {
        investigation->addresses = addresses_new();
        addresses_configure(investigation->addresses, evidence->keyring);
    }
    addresses_see(investigation->addresses, &evidence->segment->from.address);
    addresses_see(investigation->addresses, &evidence->segment->to.address);
}

static bool is_whole(const struct segment *segment)
{
    return !segment_is_cut_short(segment) && !segment->fragment && !segment->quoted;
}

/* Returns true if the header of SEGMENT is there and describes the segment itself. */
static bool is_readable(const struct segment *segment)
{
    return !segment->quoted && !segment->fragment && segment->captured >= TCP_HEADER_LENGTH;
}

static void learn(struct history *history, const struct evidence *evidence,
                  struct diagnosis *diagnosis)
{
    const bool is_judged =
        diagnosis->finding.verdict == VERDICT_GOOD || diagnosis->finding.verdict == VERDICT_BAD;
    struct peerings *peerings = history->investigation->peerings;

    if (!history->peering && is_judged)
        history->peering = peerings_find(peerings, evidence->segment);
    else if (!history->peering)
        history->peering = peerings_known(peerings, evidence->segment);
    if (!history->key_ids && evidence->options->signature.kind == OPTION_AO)
        history->key_ids = key_ids_new(&history->investigation->bounds);
    history_learn(history, evidence, diagnosis);
}

/* Returns EVIDENCE with everything that is known of DIRECTION added. */
static struct evidence complete(const struct evidence *evidence, struct history *history,
                                struct direction *direction)
{
    const struct renumbered ends = history_renumbered(history, direction);
    struct evidence whole = *evidence;

    whole.addresses = history->investigation->addresses;
    whole.mss = history_opposite(history, direction)->mss;
    whole.windows = direction->signer ? &direction->signer->windows : NULL;
    whole.own = ends.own;
    whole.other = ends.other;
    return whole;
}

struct sweep *diagnose_sweep(struct history *history, const struct evidence *evidence)
{
    const struct evidence whole =
        complete(evidence, history, history_direction(history, evidence->segment));
    return sweep_new(&whole);
}

static bool is_proven(const struct investigation *investigation, const struct evidence *evidence)
{
    const struct label label = label_of(evidence);
    const struct note *note = notes_find(investigation->notes, &label);
    return note && note->proof && note->proof->key;
}

bool diagnose_prove(struct history *history, const struct evidence *evidence, bool is_over)
{
    if (!history || is_over)
        return history && is_proven(history->investigation, evidence);
    struct investigation *investigation = history->investigation;
    if (!engine_is_able(&investigation->engine, evidence))
        return false;
    if (!history->met)
        meet(investigation, history, evidence);
    struct direction *direction = history_direction(history, evidence->segment);
    const struct evidence whole = complete(evidence, history, direction);

    bounds_begin(&investigation->bounds, occasion_of(evidence));
    engine_add_budget(&investigation->engine);
    const struct proof *proof = prove_soon(direction, &investigation->engine, &whole);
    if (proof)
        keep_proof(investigation, evidence, proof);
    return proof != NULL;
}

/* Sweeps the sequence numbers unless a limit is reached, and sets the proof that this finds. */
static void sweep(struct history *history, struct direction *direction,
                  const struct evidence *evidence, struct diagnosis *diagnosis)
{
    struct investigation *investigation = history->investigation;
    const struct segment *segment = evidence->segment;
    const struct renumbered ends = history_renumbered(history, direction);
    struct searches *searches = direction_searches(direction);
    struct shifts shifts;

    if (!investigation->sweep || !(evidence->digest || segment_has_syn(segment)) ||
        searches->sweeps == MAX_SWEEPS || investigation->failed_sweeps == MAX_FAILED_SWEEPS ||
        segment->length > segment_header_length(segment) + MAX_SWEPT)
        return;
    struct sweep *all = sweep_new(evidence);
    const bool found = investigation->sweep(all, &shifts);
    sweep_free(all);
    searches->sweeps = found ? searches->sweeps + 1 : MAX_SWEEPS;
    investigation->failed_sweeps = found ? 0 : investigation->failed_sweeps + 1;
    if (!found)
        return;
    found_shifts_add(investigation->found, &segment->from, &segment->to, shifts);
    renumbering_note(ends.own, shifts.own);
    renumbering_note(ends.other, shifts.other);
    const struct proof *proof = search_numbers(&searches->first, &investigation->engine, evidence);
    if (!proof)
        return;
    diagnosis->proof = proof;
    keep_proof(investigation, evidence, proof);
}

/* Keeps the window of SEGMENT, and the signed window if PROOF has one. PROOF may be NULL. */
static void learn_window(struct windows *windows, const struct segment *segment,
                         const struct proof *proof)
{
    const uint8_t *window = segment->bytes + HEADER_WINDOW;

    window_list_add(&windows->seen, (uint16_t)(window[0] << 8 | window[1]));
    if (proof && proof->originals & 1u << ORIGINAL_WINDOW)
        window_list_add(&windows->proven, (uint16_t)proof->numbers[ORIGINAL_WINDOW]);
}

/* Makes DIAGNOSIS Bad if its KeyID is unknown but the key that signed it is proven: a receiver
 * drops such a segment. */
static void settle(struct diagnosis *diagnosis)
{
    const struct proof *proof = diagnosis->proof;

    if (diagnosis->finding.reason == REASON_KEY_ID_UNKNOWN && proof && proof->key)
        diagnosis->finding =
            (struct finding){.verdict = VERDICT_BAD, .signing = SIGNING_AO, .key = proof->key};
}

void diagnose_examine(struct investigation *investigation, struct history *history,
                      const struct evidence *evidence, struct diagnosis *diagnosis)
{
    if (!history->met)
        meet(investigation, history, evidence);
    struct direction *direction = history_direction(history, evidence->segment);
    const struct renumbered ends = history_renumbered(history, direction);
    const struct code code = code_of(&evidence->options->signature);

    bounds_begin(&investigation->bounds, occasion_of(evidence));
    diagnosis->twins = pairing_note(investigation->pairing, evidence,
                                    diagnosis->finding.verdict == VERDICT_GOOD, &direction->shift);
    if (is_readable(evidence->segment))
        renumbered_learn(ends, evidence->segment, &code, diagnosis);
    if (engine_is_able(&investigation->engine, evidence) && is_suspect(evidence, diagnosis)) {
        const struct evidence whole = complete(evidence, history, direction);
        diagnosis->proof = explain(investigation, direction, &whole);
        settle(diagnosis);
        if (diagnosis->finding.verdict == VERDICT_BAD && !diagnosis_is_explained(diagnosis))
            sweep(history, direction, &whole, diagnosis);
        renumbered_judge(ends, diagnosis->proof);
    } else if (diagnosis->finding.reason == REASON_ISN_UNKNOWN) {
        const struct evidence whole = complete(evidence, history, direction);
        diagnosis->proof = gather(investigation, direction, &whole); /* this needs no ISN */
    }
    if (is_whole(evidence->segment))
        history_measure(history, evidence->segment, diagnosis);
    if (is_readable(evidence->segment)) {
        if (code.length > 0)
            learn_window(&direction_signer(direction)->windows, evidence->segment,
                         diagnosis->proof);
        learn(history, evidence, diagnosis);
    }
    notes_keep(investigation->notes, evidence, diagnosis);
}

/* Explains a bad segment without a proof by its checksum or by what such segments have in
 * common. */
static void review_bad(struct conducts own, struct conducts other, const struct evidence *evidence,
                       struct diagnosis *diagnosis)
{
    const enum checksum checksum = checksum_of(evidence->segment);
    const struct proof *proof = conducts_corrupt(own, checksum);

    if (proof) {
        diagnosis->proof = proof;
        return;
    }
    diagnosis->hint = conducts_hint(own, other);
    if (diagnosis->hint.kind == HINT_NONE && checksum == CHECKSUM_RIGHT)
        diagnosis->hint.kind = HINT_CHECKSUM_RIGHT;
}

static bool any_for(const struct candidates *candidates, enum signing signing)
{
    for (unsigned i = 0; i < candidates->count; i++)
        if (schemes[candidates->keys[i]->algorithm].signing == signing)
            return true;
    return false;
}

/* Returns true if the segment lacks the kind of signature that its keys are for: MD5 if all keys
 * are for TCP-AO, TCP-AO if all are for MD5, or any signature. */
static bool lacks_signature(const struct evidence *evidence, const struct finding *finding)
{
    const struct candidates *candidates = evidence->candidates;

    if (finding->verdict == VERDICT_ILLEGAL || finding->reason == REASON_UNEXPECTED)
        return false;
    switch (verify_signing(evidence->options)) {
    case SIGNING_MD5:
        return any_for(candidates, SIGNING_AO) && !any_for(candidates, SIGNING_MD5);
    case SIGNING_AO:
        return candidates->count > 0 && !any_for(candidates, SIGNING_AO);
    default:
        return true;
    }
}

/* Explains why a segment has no signature. */
static void review_missing(const struct unsigned_segment *missing, struct diagnosis *diagnosis)
{
    diagnosis->proof = unsigned_segment_read(missing);
    if (diagnosis->proof || diagnosis->finding.verdict != VERDICT_NOT_PRESENT)
        return;
    diagnosis->proof = unsigned_segment_explain(missing);
    if (!diagnosis->proof)
        diagnosis->hint = sign_history_hint(missing->own, missing->evidence);
}

/* Returns the proof of a bad segment by sequence numbers that only later segments revealed, or
 * NULL. */
static const struct proof *renumber(struct history *history, struct direction *direction,
                                    const struct evidence *evidence)
{
    struct engine *engine = &history->investigation->engine;
    const struct evidence whole = complete(evidence, history, direction);

    engine_add_budget(engine);
    return search_numbers(&direction_searches(direction)->numbers, engine, &whole);
}

/* Returns the proof of a suspect that rests on what came after it, or NULL: sequence numbers,
 * addresses, or what proved the last segment of its direction. Later passes find the proof in the
 * notes. */
static const struct proof *explain_late(struct history *history, struct direction *direction,
                                        const struct evidence *evidence,
                                        const struct diagnosis *diagnosis)
{
    struct engine *engine = &history->investigation->engine;
    const struct evidence whole = complete(evidence, history, direction);
    struct searches *searches = direction_searches(direction);
    const struct proof *proof = NULL;

    if (!engine_is_able(engine, evidence))
        return NULL;
    if (diagnosis->finding.verdict == VERDICT_BAD)
        proof = renumber(history, direction, evidence);
    if (!proof)
        proof = search_late(&searches->late, &searches->first, engine, &whole);
    if (proof)
        keep_proof(history->investigation, evidence, proof);
    return proof;
}

void diagnose_review(struct history *history, const struct evidence *evidence, bool is_over,
                     struct diagnosis *diagnosis)
{
    if (history)
        diagnosis->bounds =
            bounds_reached_at(&history->investigation->bounds, occasion_of(evidence));
    if (!history || !is_readable(evidence->segment))
        return;
    if (is_over)
        notes_recall(history->investigation->notes, evidence, diagnosis);
    settle(diagnosis);
    if (diagnosis->finding.verdict == VERDICT_GOOD || diagnosis_is_explained(diagnosis) ||
        diagnosis->hint.kind == HINT_INJECTED)
        return;
    struct direction *direction = history_direction(history, evidence->segment);
    struct direction *opposite = history_opposite(history, direction);
    /* The counts do not include earlier connections on the same ports. */
    static const struct sign_history unknown;
    const bool is_latest = evidence->number >= history->opened;
    const struct unsigned_segment missing = {
        .evidence = evidence,
        .own = is_latest ? &direction->sign_history : &unknown,
        .other = is_latest ? &opposite->sign_history : &unknown,
        .twins = diagnosis->twins,
        .is_over = is_latest && is_over,
        .is_ao = diagnosis->finding.signing == SIGNING_AO,
    };

    if (is_over && is_suspect(evidence, diagnosis))
        diagnosis->proof = explain_late(history, direction, evidence, diagnosis);
    settle(diagnosis);
    if (diagnosis->finding.verdict == VERDICT_BAD && !diagnosis_is_explained(diagnosis))
        review_bad(history_conducts(history, direction), history_conducts(history, opposite),
                   evidence, diagnosis);
    else if (lacks_signature(evidence, &diagnosis->finding))
        review_missing(&missing, diagnosis);
}
