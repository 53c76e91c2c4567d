/* Finds out what happened to bad segments, and why signatures are missing.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "diagnose.h"

#include "plugin/diagnose/unsigned/unsigned-segment.h"
#include "plugin/diagnose/evidence/addresses.h"
#include "plugin/diagnose/hypothesis/hypothesis.h"
#include "inquiry.h"

#define MAX_VARIED 256 /* keys whose variants are kept, some 5 KB each */

struct investigation *diagnose_begin(struct hasher *hasher, struct found_shifts *found)
{
    struct investigation *investigation = g_new0(struct investigation, 1);
    engine_init(&investigation->engine, hasher, &investigation->bounds);
    investigation->found = found;
    histories_init(&investigation->histories, investigation);
    investigation->splits = g_ptr_array_new_with_free_func(split_proof_free);
    investigation->notes = notes_new(&investigation->bounds);
    investigation->pairing = pairing_new(investigation->notes, &investigation->bounds);
    investigation->peerings = peerings_new(&investigation->bounds);
    investigation->variants = variants_new(MAX_VARIED);
    return investigation;
}

void diagnose_end(struct investigation *investigation)
{
    if (!investigation)
        return;
    histories_clear(&investigation->histories);
    if (investigation->addresses)
        addresses_free(investigation->addresses);
    variants_free(investigation->variants);
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
    return histories_add(&investigation->histories);
}

static struct occasion occasion_of(const struct evidence *evidence)
{
    return (struct occasion){evidence->number, evidence->layer};
}

/* Returns true if the segment may have been signed correctly and changed afterwards. */
static bool is_suspect(const struct evidence *evidence, const struct diagnosis *diagnosis)
{
    if (diagnosis->finding.verdict == VERDICT_GOOD || !evidence->options->signature.mac ||
        signature_is_blank(&evidence->options->signature))
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

/* Recalls the shifts that an earlier sweep found for a connection. */
static void recall_shifts(const struct found_shifts *found, struct history *history,
                          const struct segment *segment)
{
    if (found_shifts_is_empty(found))
        return;
    const struct renumbered ends = history_renumbered(history, history_direction(history, segment));
    found_shifts_find(found, &segment->from, &segment->to, ends.own);
    found_shifts_find(found, &segment->to, &segment->from, ends.other);
}

/* Adds the addresses of a new connection to those known, and recalls what is known of it. */
static void meet_connection(struct investigation *investigation, struct history *history,
                            const struct evidence *evidence)
{
    recall_shifts(investigation->found, history, evidence->segment);
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

/* Compares the data of EVIDENCE's segment, which is good or bad, with the data of bad and good ones
 * at the same sequence numbers. */
static void learn_data(struct history *history, struct direction *direction,
                       const struct evidence *evidence, struct diagnosis *diagnosis)
{
    const bool is_good = diagnosis->finding.verdict == VERDICT_GOOD;

    if (is_good && direction->signer && direction->signer->searches) {
        const struct contradicted contradicted = contradictions_settle(
            direction->signer->searches->doubtful, evidence, history->owner->investigation->notes);
        diagnosis->contradicts = contradicted.bad;
        diagnosis->exposes = contradicted.injected;
    }
    if (is_good || diagnosis_is_explained(diagnosis))
        return;
    if (sign_history_disproves(&direction->sign_history, evidence->segment))
        diagnosis->hint.kind = HINT_DATA_DIFFERS;
    else
        contradictions_add(&direction_searches(history->owner, direction)->doubtful, evidence,
                           HINT_DATA_DIFFERS);
}

/* Keeps the data of EVIDENCE's unsigned segment, until a good one shows that it was injected. A
 * direction that never signed has none. */
static void doubt_unsigned(const struct histories *histories, struct direction *direction,
                           const struct evidence *evidence, const struct diagnosis *diagnosis)
{
    if (direction->signer && !diagnosis_is_explained(diagnosis) &&
        diagnosis->hint.kind != HINT_INJECTED)
        contradictions_add(&direction_searches(histories, direction)->doubtful, evidence,
                           HINT_INJECTED);
}

static void learn_from(struct history *history, struct direction *direction,
                       const struct evidence *evidence, struct diagnosis *diagnosis)
{
    const bool is_judged =
        diagnosis->finding.verdict == VERDICT_GOOD || diagnosis->finding.verdict == VERDICT_BAD;
    struct peerings *peerings = history->owner->investigation->peerings;

    if (!history->peering && is_judged)
        history->peering = peerings_find(peerings, evidence->segment);
    else if (!history->peering)
        history->peering = peerings_known(peerings, evidence->segment);
    if (!history->key_ids && evidence->options->signature.kind == OPTION_AO)
        history->key_ids = key_ids_new(&history->owner->investigation->bounds);
    if (is_judged)
        learn_data(history, direction, evidence, diagnosis);
    history_learn(history, direction, evidence, diagnosis);
    if (diagnosis->finding.verdict == VERDICT_NOT_PRESENT)
        doubt_unsigned(history->owner, direction, evidence, diagnosis);
}

struct sweep *diagnose_sweep(struct history *history, const struct evidence *evidence)
{
    const struct evidence whole =
        inquiry_evidence(evidence, history, history_direction(history, evidence->segment));
    return sweep_new(&whole);
}

bool diagnose_prove(struct history *history, const struct evidence *evidence, bool is_over)
{
    if (!history || is_over)
        return history && inquiry_is_proven(history->owner->investigation, evidence);
    struct investigation *investigation = history->owner->investigation;
    if (!engine_is_able(&investigation->engine, evidence))
        return false;
    if (history_is_empty(history))
        meet_connection(investigation, history, evidence);
    struct direction *direction = history_direction(history, evidence->segment);
    const struct evidence whole = inquiry_evidence(evidence, history, direction);

    bounds_begin(&investigation->bounds, occasion_of(evidence));
    engine_add_budget(&investigation->engine);
    const struct proof *proof = inquiry_soon(investigation, direction, &whole);
    if (proof)
        inquiry_keep(investigation, evidence, proof);
    return proof != NULL;
}

/* Keeps the window of SEGMENT, and the signed window if PROOF has one. PROOF may be NULL. */
static void learn_window(const struct histories *histories, struct direction *direction,
                         const struct segment *segment, const struct proof *proof)
{
    window_list_add(&direction_signer(histories, direction)->windows, segment_window(segment));
    if (!proof || !(proof->originals & 1u << ORIGINAL_WINDOW))
        return;
    struct searches *searches = direction_searches(histories, direction);
    if (!searches->windows)
        searches->windows = g_new0(struct window_list, 1);
    window_list_add(searches->windows, (uint16_t)proof->numbers[ORIGINAL_WINDOW]);
}

/* Makes DIAGNOSIS Bad if its KeyID is unknown but the key that signed it is proven: a receiver
 * drops such a segment. */
static void settle_notes(struct diagnosis *diagnosis)
{
    const struct proof *proof = diagnosis->proof;

    if (diagnosis->finding.reason == REASON_KEY_ID_UNKNOWN && proof && proof->key)
        diagnosis->finding =
            (struct finding){.verdict = VERDICT_BAD, .signing = SIGNING_AO, .key = proof->key};
}

/* Returns the numbers of both ends of the segment of DIAGNOSIS, which goes in DIRECTION. Those of
 * its receiver are NULL if that has sent nothing and neither a twin nor a good segment with the
 * same digest can show how they were changed: a flood shall take little memory. */
static struct renumbered renumbered_by(struct history *history, struct direction *direction,
                                       const struct diagnosis *diagnosis)
{
    const bool is_bad = diagnosis->finding.verdict == VERDICT_BAD;
    const bool any_good = direction->signer && direction->signer->key;
    if (!diagnosis->twins && !(is_bad && any_good) && !history_is_mutual(history))
        return (struct renumbered){&direction->renumbering, NULL};
    return history_renumbered(history, direction);
}

/* Returns true if EVIDENCE's segment cannot be checked, but equal signatures can show that it is a
 * piece: that needs neither ISNs nor all of its data. */
static bool may_be_piece(const struct evidence *evidence, const struct finding *finding)
{
    return finding->reason == REASON_ISN_UNKNOWN ||
           (finding->reason == REASON_CUT_SHORT && is_readable(evidence->segment) &&
            evidence->segment->captured >= segment_header_length(evidence->segment) &&
            !signature_is_blank(&evidence->options->signature));
}

void diagnose_examine(struct investigation *investigation, struct history *history,
                      const struct evidence *evidence, struct diagnosis *diagnosis)
{
    if (history_is_empty(history))
        meet_connection(investigation, history, evidence);
    struct direction *direction = history_direction(history, evidence->segment);
    const struct code code = code_of(&evidence->options->signature);

    bounds_begin(&investigation->bounds, occasion_of(evidence));
    diagnosis->twins = pairing_note(investigation->pairing, evidence,
                                    diagnosis->finding.verdict == VERDICT_GOOD, &direction->shift);
    const struct renumbered ends = renumbered_by(history, direction, diagnosis);
    if (is_readable(evidence->segment))
        renumbered_learn(ends, evidence->segment, &code, diagnosis,
                         sign_history_samples(&direction->sign_history));
    if (engine_is_able(&investigation->engine, evidence) && is_suspect(evidence, diagnosis)) {
        const struct evidence whole = inquiry_evidence(evidence, history, direction);
        diagnosis->proof = inquiry_explain(investigation, direction, &whole);
        settle_notes(diagnosis);
        if (diagnosis->finding.verdict == VERDICT_BAD && !diagnosis_is_explained(diagnosis))
            inquiry_sweep(history, direction, &whole, diagnosis);
        renumbered_judge(renumbered_by(history, direction, diagnosis), diagnosis->proof);
    } else if (may_be_piece(evidence, &diagnosis->finding)) {
        const struct evidence whole = inquiry_evidence(evidence, history, direction);
        diagnosis->proof = inquiry_gather(investigation, direction, &whole);
    }
    if (is_whole(evidence->segment))
        history_measure(history, direction, evidence->segment, diagnosis);
    if (is_readable(evidence->segment)) {
        if (code.length > 0)
            learn_window(history->owner, direction, evidence->segment, diagnosis->proof);
        learn_from(history, direction, evidence, diagnosis);
        if (diagnosis->finding.verdict == VERDICT_NOT_PRESENT && !diagnosis->proof)
            diagnosis->proof = inquiry_overwritten(investigation, direction, evidence);
    }
    notes_keep(investigation->notes, evidence, diagnosis);
}

/* Returns true if the MAC of EVIDENCE's segment covers at least as many consecutive no-operation
 * options as timestamps have bytes. Nobody can restore the value of those. */
static bool lost_option(const struct evidence *evidence)
{
    return evidence->options->signature.kind == OPTION_AO && evidence_has_covered(evidence) &&
           evidence->options->blanks >= OPTION_TIMESTAMPS_LENGTH;
}

/* Explains a bad segment without a proof by its digest, by its checksum, or by what such segments
 * have in common. */
static void review_bad(struct conducts own, struct conducts other, const struct evidence *evidence,
                       struct diagnosis *diagnosis)
{
    const enum checksum checksum = checksum_of(evidence->segment);
    const struct proof *proof = digest_blank(evidence);

    if (!proof)
        proof = conducts_corrupt(own, checksum);
    if (proof) {
        diagnosis->proof = proof;
        return;
    }
    if (diagnosis->hint.kind == HINT_DATA_DIFFERS && checksum != CHECKSUM_WRONG)
        return;
    diagnosis->hint = conducts_hint(own, other);
    if (checksum != CHECKSUM_WRONG && ip_address_is_nat64(&evidence->segment->from.address))
        diagnosis->hint = (struct hint){.kind = HINT_NAT64};
    if (diagnosis->hint.kind == HINT_NONE && checksum == CHECKSUM_RIGHT)
        diagnosis->hint.kind = lost_option(evidence) ? HINT_OVERWRITTEN : HINT_CHECKSUM_RIGHT;
    if (diagnosis->hint.kind == HINT_OVERWRITTEN)
        diagnosis->hint.number = evidence->options->blanks;
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
    const struct candidates *candidates = evidence->flow->candidates;

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

void diagnose_review(struct history *history, const struct evidence *evidence, bool is_over,
                     struct diagnosis *diagnosis)
{
    if (history)
        diagnosis->bounds =
            bounds_reached_at(&history->owner->investigation->bounds, occasion_of(evidence));
    if (!history || !is_readable(evidence->segment))
        return;
    if (is_over)
        notes_recall(history->owner->investigation->notes, evidence, diagnosis);
    settle_notes(diagnosis);
    if (diagnosis->finding.verdict == VERDICT_GOOD || diagnosis_is_explained(diagnosis) ||
        diagnosis->hint.kind == HINT_INJECTED)
        return;
    struct direction *direction = history_direction(history, evidence->segment);
    const struct direction *opposite = history_facing(history, direction);
    /* The counts do not include earlier connections on the same ports. */
    static const struct sign_history unknown;
    const bool is_latest = evidence->number >= history_opened(history);
    const struct unsigned_segment missing = {
        .evidence = evidence,
        .own = is_latest ? &direction->sign_history : &unknown,
        .other = is_latest ? &opposite->sign_history : &unknown,
        .twins = diagnosis->twins,
        .is_over = is_latest && is_over,
        .is_ao = diagnosis->finding.signing == SIGNING_AO,
    };

    if (is_over && is_suspect(evidence, diagnosis))
        diagnosis->proof = inquiry_late(history, direction, evidence, diagnosis);
    settle_notes(diagnosis);
    if (diagnosis->finding.verdict == VERDICT_BAD && !diagnosis_is_explained(diagnosis))
        review_bad(history_conducts(history, direction),
                   history_facing_conducts(history, direction), evidence, diagnosis);
    else if (lacks_signature(evidence, &diagnosis->finding))
        review_missing(&missing, diagnosis);
    if (diagnosis->finding.verdict == VERDICT_UNVERIFIED && !diagnosis->proof &&
        diagnosis->finding.reason != REASON_UNEXPECTED)
        diagnosis->proof = digest_blank(evidence); /* no key is needed to see that */
}
