/* Counts what one of two peers sends.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "sender.h"

#include "plugin/diagnose/evidence/twin.h"
#include "plugin/diagnose/learnt/key-change.h"
#include "plugin/verify/option.h"

static void occurrence_add(struct occurrence *occurrence, const struct segment *segment,
                           uint32_t number)
{
    if (occurrence->count++ == 0) {
        occurrence->first_frame = number;
        occurrence->first_time = segment->time;
    }
    occurrence->last_frame = number;
    occurrence->last_time = segment->time;
}

static uint32_t data_length(const struct segment *segment)
{
    return (uint32_t)(segment->length - segment_header_length(segment));
}

/* Returns the interfaces of one file between which the segment of TWINS was changed. */
static struct crossing crossing_of(const struct twins *twins)
{
    for (unsigned i = 0; twins && i < twins->count; i++) {
        const struct twin *twin = &twins->list[i];
        if (twin->changes != 0 && twin->point.section == twins->point.section)
            return (struct crossing){true, twin->point.interface, twins->point.interface};
    }
    return (struct crossing){0};
}

/* Counts the cause of SENDER's bad or unsigned segment. */
static void count_cause(struct sender *sender, const struct segment *segment,
                        const struct diagnosis *diagnosis, uint32_t number)
{
    const enum cause cause = diagnosis->proof ? diagnosis->proof->cause : CAUSE_NONE;
    struct cause_tally *tally = &sender->causes[cause];

    if (cause == CAUSE_NONE)
        return;
    if (tally->seen.count == 0) {
        tally->proof = diagnosis->proof;
        tally->key_id = option_walk(segment).signature.key_id;
    }
    occurrence_add(&tally->seen, segment, number);
    tally->proven += diagnosis->proof->key != NULL;
    if (!tally->crossing.known)
        tally->crossing = crossing_of(diagnosis->twins);
}

/* Counts a request for another key that SENDER does not follow, until it does. */
static void count_request(struct sender *sender, const struct segment *segment,
                          const struct diagnosis *diagnosis, uint32_t number)
{
    const struct key_change *change = diagnosis->key_change;
    struct occurrence *refused = &sender->refused_requests;

    if (diagnosis->proof && diagnosis->proof->cause == CAUSE_AO_RNEXT_NOT_FOLLOWED)
        occurrence_add(refused, segment, number);
    else if (change && change->kind == KEY_FOLLOWED && change->request->is_refused &&
             refused->count > 0)
        refused->count--;
}

static bool is_proven(const struct diagnosis *diagnosis)
{
    return diagnosis->proof && diagnosis->proof->key;
}

/* Makes SEEN what it was BEFORE if its last segment is that of frame NUMBER. */
static void take_back(struct occurrence *seen, const struct occurrence *before, uint32_t number)
{
    if (seen->last_frame == number)
        *seen = *before;
}

/* Counts the first piece of the split segment of PROOF as explained, if it was not when it came:
 * the first pass does not know the others then. It is the last unexplained segment. */
static void explain_first_piece(struct sender *sender, const struct proof *proof)
{
    struct occurrence *split = &sender->causes[CAUSE_SPLIT].seen;
    const struct occurrence piece = sender->unexplained;
    bool any = false;

    for (guint i = 0; proof->frames && i < proof->frames->len && piece.count > 0; i++)
        any |= g_array_index(proof->frames, uint32_t, i) == piece.last_frame;
    if (!any)
        return;
    sender->unexplained = sender->before.unexplained;
    take_back(&sender->settled, &sender->before.unexplained, piece.last_frame);
    take_back(&sender->pending, &sender->before.pending, piece.last_frame);
    if (proof->key)
        take_back(&sender->unproven, &sender->before.unproven, piece.last_frame);
    split->count++;
    if (split->first_frame > piece.last_frame) {
        split->first_frame = piece.last_frame;
        split->first_time = piece.last_time;
    }
    sender->causes[CAUSE_SPLIT].proven += proof->key != NULL;
}

/* Counts how often SENDER goes from good segments to unexplained or unsigned ones, or back. */
static void count_turn(struct sender *sender, enum verdict verdict)
{
    sender->turns += sender->last != verdict;
    sender->last = verdict;
}

static void count_bad(struct sender *sender, const struct segment *segment,
                      const struct diagnosis *diagnosis, uint32_t number)
{
    sender->smallest_bad = MIN(sender->smallest_bad, data_length(segment));
    if (diagnosis->proof && diagnosis->proof->cause == CAUSE_SPLIT)
        explain_first_piece(sender, diagnosis->proof);
    if (!diagnosis_is_explained(diagnosis)) {
        sender->before.unexplained = sender->unexplained;
        sender->before.unproven = sender->unproven;
        sender->before.pending = sender->pending;
    }
    if (is_proven(diagnosis)) {
        sender->last_proven = number;
    } else {
        occurrence_add(&sender->unproven, segment, number);
    }
    if (!diagnosis_is_explained(diagnosis)) {
        sender->opened_since += segment_opens_connection(segment);
        sender->contradicted += diagnosis->hint.kind == HINT_DATA_DIFFERS;
        sender->resets += !!(segment->bytes[HEADER_FLAGS] & FLAG_RST);
        occurrence_add(&sender->unexplained, segment, number);
        occurrence_add(&sender->pending, segment, number);
        count_turn(sender, VERDICT_BAD);
        sender->refuted_key = diagnosis->finding.key;
    }
    if (diagnosis->hint.kind != HINT_NONE)
        sender->hint = diagnosis->hint;
}

/* Counts the unexplained segments before the first one under another key as part of the key
 * change. */
static void settle_password(struct sender *sender, const struct diagnosis *diagnosis)
{
    const struct occurrence *pending = &sender->pending;

    if (diagnosis->rollover && pending->count > 0) {
        if (sender->lost.count == 0)
            sender->lost = (struct occurrence){.first_frame = pending->first_frame,
                                               .first_time = pending->first_time};
        sender->lost.count += pending->count;
        sender->lost.last_frame = pending->last_frame;
        sender->lost.last_time = pending->last_time;
        sender->unexplained = sender->settled;
        sender->resets = sender->settled_resets;
        sender->contradicted = sender->settled_contradicted;
    }
    sender->settled = sender->unexplained;
    sender->settled_resets = sender->resets;
    sender->settled_contradicted = sender->contradicted;
    sender->pending = (struct occurrence){0};
    sender->opened_since = 0;
    if (sender_count(sender, VERDICT_GOOD) == 1)
        sender->accepted_before = sender->accepted_bad;
    sender->accepted_bad = 0;
}

/* Notes the key that verified the segment of FINDING, and whether its MAC covers other options. */
static void note_key(struct sender *sender, const struct finding *finding)
{
    if (sender->latest_key != finding->key)
        sender->covers = KEY_ANY_OPTIONS;
    if (!sender->latest_key)
        sender->key = finding->key;
    sender->latest_key = finding->key;
    if (!finding->ao.bare)
        sender->covers = finding->ao.options_covered ? KEY_OPTIONS_INCLUDED : KEY_OPTIONS_EXCLUDED;
}

static void count_good(struct sender *sender, const struct segment *segment,
                       const struct diagnosis *diagnosis, uint32_t number)
{
    sender->largest_good = MAX(sender->largest_good, data_length(segment));
    settle_password(sender, diagnosis);
    count_turn(sender, VERDICT_GOOD);
    sender->is_changed_elsewhere |= crossing_of(diagnosis->twins).known;
    note_key(sender, &diagnosis->finding);
    sender->less_specific += diagnosis->finding.not_longest_match;
    if (diagnosis->will_break) {
        occurrence_add(&sender->will_break, segment, number);
        sender->longest_will_break = MAX(sender->longest_will_break, data_length(segment));
    }
}

/* Returns true if CAUSE itself explains where the signature went. */
static bool tells_where(enum cause cause)
{
    return cause == CAUSE_OPTIONS_BROKEN || cause == CAUSE_OPTION_BLANKED ||
           cause == CAUSE_OPTION_REMOVED || cause == CAUSE_OTHER_AUTHENTICATION ||
           cause == CAUSE_RST_UNSIGNED;
}

static void count_missing(struct sender *sender, const struct segment *segment,
                          const struct diagnosis *diagnosis, uint32_t number)
{
    if (diagnosis->proof && tells_where(diagnosis->proof->cause))
        return;
    occurrence_add(&sender->missing, segment, number);
    count_turn(sender, VERDICT_NOT_PRESENT);
    sender->injected += diagnosis->hint.kind == HINT_INJECTED;
}

/* Returns true if a cause explains why no key verifies the segment of DIAGNOSIS, whatever reason
 * its finding gives. */
static bool is_explained(const struct diagnosis *diagnosis)
{
    return is_proven(diagnosis) ||
           (diagnosis->proof && (diagnosis->proof->cause == CAUSE_OTHER_AUTHENTICATION ||
                                 diagnosis->proof->cause == CAUSE_DIGEST_BLANK));
}

/* Notes what is known of the ISN of FINDING's sender in frame NUMBER. */
static void note_isn(struct isn_searches *isns, const struct finding *finding, uint32_t number)
{
    const struct ao_terms *terms = &finding->ao;
    uint32_t frame = terms->from_frame ? terms->from_frame : number;

    isns->failed |= finding->isn_searched;
    if (!finding_is_proven(finding) || terms->origin != ISN_YOUNG)
        return;
    isns->least = isns->found ? MIN(isns->least, terms->from_sent) : terms->from_sent;
    isns->most = MAX(isns->most, terms->from_sent);
    if (terms->at_start)
        frame = 0;
    isns->frame = isns->found && isns->frame != frame ? 0 : frame;
    isns->found = true;
}

/* Returns true if SEGMENT, with the results in DIAGNOSIS, carries a signature. Of a truncated one,
 * whose options may not have been captured, that must be seen. */
static bool is_signed(const struct segment *segment, const struct diagnosis *diagnosis)
{
    if (diagnosis->finding.reason != REASON_CUT_SHORT)
        return diagnosis->finding.verdict != VERDICT_NOT_PRESENT;
    const struct signature_options options = option_walk(segment);
    return options.md5 + options.ao > 0;
}

void sender_note(struct sender *sender, const struct segment *segment,
                 const struct diagnosis *diagnosis, uint32_t number)
{
    occurrence_add(&sender->verdicts[diagnosis->finding.verdict], segment, number);
    if (diagnosis->finding.reason != REASON_NONE && !is_explained(diagnosis))
        occurrence_add(&sender->reasons[diagnosis->finding.reason], segment, number);
    if (is_signed(segment, diagnosis)) {
        if (sender->signature.count == 0)
            sender->signs_from_start = segment_has_syn(segment);
        occurrence_add(&sender->signature, segment, number);
    }
    if (diagnosis->finding.key && !sender->key)
        sender->key = diagnosis->finding.key;
    count_cause(sender, segment, diagnosis, number);
    count_request(sender, segment, diagnosis, number);
    if (diagnosis->finding.verdict == VERDICT_BAD)
        count_bad(sender, segment, diagnosis, number);
    if (diagnosis->finding.verdict == VERDICT_GOOD)
        count_good(sender, segment, diagnosis, number);
    else
        sender->silence.others++;
    sender->silence.bad += diagnosis->finding.verdict == VERDICT_BAD;
    if (diagnosis->finding.verdict == VERDICT_NOT_PRESENT)
        count_missing(sender, segment, diagnosis, number);
    if (diagnosis->finding.verdict == VERDICT_UNVERIFIED && !is_explained(diagnosis))
        occurrence_add(&sender->unchecked, segment, number);
    note_isn(&sender->isns, &diagnosis->finding, number);
    sender->tried = MAX(sender->tried, diagnosis->finding.tried);
    sender->contradicted += diagnosis->contradicts;
    sender->injected += diagnosis->exposes;
    if (diagnosis->rollover) {
        sender->rollover = diagnosis->rollover;
        sender->rollovers++;
    }
}

void sender_wait(struct sender *sender, const struct segment *segment,
                 const struct diagnosis *diagnosis, uint32_t number)
{
    struct silence *silence = &sender->silence;
    const uint32_t length = data_length(segment);

    silence->shortest = silence->good.count > 0 ? MIN(silence->shortest, length) : length;
    silence->longest = MAX(silence->longest, length);
    occurrence_add(&silence->good, segment, number);
    silence->retransmissions = MAX(silence->retransmissions, diagnosis->retransmissions);
    silence->syns += segment_opens_connection(segment);
}

unsigned sender_total(const struct sender *sender)
{
    unsigned total = 0;
    for (unsigned i = 0; i < VERDICT_NONE; i++)
        total += sender->verdicts[i].count;
    return total;
}

bool sender_has_size_limit(const struct sender *sender)
{
    return sender_count(sender, VERDICT_GOOD) > 0 && sender_count(sender, VERDICT_BAD) > 0 &&
           sender->largest_good < sender->smallest_bad;
}
