/* What the diagnosis knows about one connection.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "history.h"

#include "plugin/diagnose/unsigned/unsigned-segment.h"
#include "mss.h"
#include "plugin/verify/pool.h"

#include <string.h>

static void searches_clear(gpointer data)
{
    struct searches *searches = data;
    split_free(searches->split);
    g_free(searches->doubtful);
    g_free(searches->windows);
}

static void signer_clear(gpointer data)
{
    struct signer *signer = data;
    g_free(signer->acknowledgement);
}

static void direction_clear(gpointer data)
{
    struct direction *direction = data;
    renumbering_clear(&direction->renumbering);
    sign_history_clear(&direction->sign_history);
}

static void history_clear(gpointer data)
{
    struct history *history = data;
    key_ids_free(history->key_ids);
}

void histories_init(struct histories *histories, struct investigation *investigation)
{
    histories->investigation = investigation;
    histories->all = pool_new(sizeof(struct history), history_clear);
    histories->directions = pool_new(sizeof(struct direction), direction_clear);
    histories->signers = pool_new(sizeof(struct signer), signer_clear);
    histories->searches = pool_new(sizeof(struct searches), searches_clear);
}

void histories_clear(struct histories *histories)
{
    pool_free(histories->all);
    pool_free(histories->directions);
    pool_free(histories->signers);
    pool_free(histories->searches);
}

struct history *histories_add(const struct histories *histories)
{
    struct history *history = pool_take(histories->all);
    history->owner = histories;
    return history;
}

struct signer *direction_signer(const struct histories *histories, struct direction *direction)
{
    if (!direction->signer)
        direction->signer = pool_take(histories->signers);
    return direction->signer;
}

struct searches *direction_searches(const struct histories *histories, struct direction *direction)
{
    struct signer *signer = direction_signer(histories, direction);
    if (!signer->searches)
        signer->searches = pool_take(histories->searches);
    return signer->searches;
}

struct windows direction_windows(const struct direction *direction)
{
    const struct signer *signer = direction->signer;
    const struct searches *searches = signer ? signer->searches : NULL;
    return (struct windows){searches ? searches->windows : NULL, signer ? &signer->windows : NULL};
}

bool history_is_empty(const struct history *history)
{
    return !history->directions[0] && !history->directions[1];
}

bool history_is_mutual(const struct history *history)
{
    return history->directions[0] && history->directions[1];
}

uint32_t history_opened(const struct history *history)
{
    uint32_t opened = 0;

    for (unsigned i = 0; i < G_N_ELEMENTS(history->directions); i++) {
        const struct direction *direction = history->directions[i];
        if (direction && direction->opened > 0 && (opened == 0 || direction->opened < opened))
            opened = direction->opened;
    }
    return opened;
}

/* Returns the direction at INDEX of HISTORY. */
static struct direction *direction_at(struct history *history, unsigned index)
{
    if (!history->directions[index])
        history->directions[index] = pool_take(history->owner->directions);
    return history->directions[index];
}

struct direction *history_direction(struct history *history, const struct segment *segment)
{
    const struct end *from = &segment->from, *to = &segment->to;
    const int order = memcmp(&from->address, &to->address, sizeof from->address);
    return direction_at(history, order > 0 || (order == 0 && from->port > to->port));
}

/* Returns the index of DIRECTION in HISTORY, which is 1 if the higher end sends. */
static unsigned index_of(const struct history *history, const struct direction *direction)
{
    return direction == history->directions[1];
}

const struct direction *history_facing(const struct history *history,
                                       const struct direction *direction)
{
    static const struct direction none;
    const struct direction *facing = history->directions[!index_of(history, direction)];
    return facing ? facing : &none;
}

struct renumbered history_renumbered(struct history *history, struct direction *direction)
{
    struct direction *opposite = direction_at(history, !index_of(history, direction));
    return (struct renumbered){&direction->renumbering, &opposite->renumbering};
}

/* Returns the conduct of the sender in the direction at INDEX of HISTORY. */
static struct conducts conducts_at(const struct history *history, unsigned index)
{
    static struct conduct none; /* unused: nothing is learned of a direction without signatures */
    const struct direction *direction = history->directions[index];
    struct conduct *here = direction && direction->signer ? &direction->signer->conduct : &none;
    struct conduct *overall = here;
    if (history->peering)
        overall = peering_conduct(history->peering, index);
    return (struct conducts){here, overall};
}

struct conducts history_conducts(const struct history *history, const struct direction *direction)
{
    return conducts_at(history, index_of(history, direction));
}

struct conducts history_facing_conducts(const struct history *history,
                                        const struct direction *direction)
{
    return conducts_at(history, !index_of(history, direction));
}

/* Forgets what DIRECTION, which may be NULL, has had of one connection. */
static void direction_forget(struct direction *direction)
{
    if (!direction)
        return;
    direction->opened = 0;
    direction->is_captured = false;
    sign_history_clear(&direction->sign_history);
    if (!direction->signer)
        return;
    g_clear_pointer(&direction->signer->acknowledgement, g_free);
    if (direction->signer->searches)
        g_clear_pointer(&direction->signer->searches->doubtful, g_free);
}

/* Forgets an earlier connection on the same ports if the segment of EVIDENCE, in DIRECTION, opens a
 * new one. */
static void open_connection(struct history *history, struct direction *direction,
                            const struct evidence *evidence)
{
    if (!segment_opens_connection(evidence->segment))
        return;
    const uint32_t isn = segment_sequence_number(evidence->segment);

    if (direction->opened > 0 && direction->isn == isn)
        return; /* a retransmission */
    /* Otherwise both ends open the same connection. */
    if (direction->opened > 0 || history_facing(history, direction)->opened == 0) {
        direction_forget(history->directions[0]);
        direction_forget(history->directions[1]);
    }
    direction->opened = evidence->number;
    direction->isn = isn;
}

void history_measure(struct history *history, struct direction *direction,
                     const struct segment *segment, struct diagnosis *diagnosis)
{
    const unsigned announced = mss_announced(segment);
    if (announced > 0)
        direction->mss = (uint16_t)announced;
    diagnosis->will_break = diagnosis->finding.verdict == VERDICT_GOOD &&
                            mss_exceeded(segment, history_facing(history, direction)->mss);
}

/* Returns true if an acknowledgment of SEGMENT, which goes in DIRECTION, would have been captured.
 * An end that has left the handshake has received something, so if nothing of the other end was
 * captured, the capture lacks that. */
static bool is_answer_captured(struct history *history, const struct direction *direction,
                               const struct segment *segment)
{
    return segment_has_syn(segment) || history_facing(history, direction)->is_captured;
}

/* Records that SIGNER sent SEGMENT, which is good. Returns the number of its unacknowledged
 * retransmissions so far. */
static unsigned note_sent(struct signer *signer, const struct segment *segment)
{
    if (segment_span(segment) == 0)
        return 0;
    if (!signer->acknowledgement)
        signer->acknowledgement = g_new0(struct acknowledgement, 1);
    return acknowledgement_send(signer->acknowledgement, segment);
}

/* Learns from a segment that is good or bad, and captured whole. */
static void learn_verdict(struct history *history, struct direction *direction,
                          const struct evidence *evidence, struct diagnosis *diagnosis)
{
    const bool is_good = diagnosis->finding.verdict == VERDICT_GOOD;
    struct signer *signer = direction_signer(history->owner, direction);

    conducts_note(history_conducts(history, direction), evidence, diagnosis);
    peering_note(history->peering, evidence, diagnosis, signer->key);
    if (is_good) {
        const unsigned retransmissions = note_sent(signer, evidence->segment);
        if (is_answer_captured(history, direction, evidence->segment))
            diagnosis->retransmissions = retransmissions;
        signer->key = diagnosis->finding.key;
    }
}

/* Notes in DIAGNOSIS what the segments just before show about a missing signature. */
static void learn_missing(const struct sign_history *sign_history, const struct evidence *evidence,
                          struct diagnosis *diagnosis)
{
    diagnosis->proof =
        option_removed(&(struct unsigned_segment){.evidence = evidence, .own = sign_history});
    if (!diagnosis->proof && sign_history_contradicts(sign_history, evidence->segment))
        diagnosis->hint.kind = HINT_INJECTED;
}

/* Returns the proof that SIDE of a TCP-AO connection does not do what it should, or that its good
 * segment is dropped; or NULL. */
static const struct proof *refusal_of(const struct key_ids *ids, unsigned side,
                                      const struct diagnosis *diagnosis)
{
    const struct proof *proof = ao_rnext_not_followed(diagnosis);
    if (!proof)
        proof = ao_good_refused(diagnosis);
    if (!proof && diagnosis->finding.verdict == VERDICT_GOOD)
        proof = ao_key_unknown_to_peer(diagnosis, key_ids_unaccepted(ids, side));
    return proof;
}

void history_learn(struct history *history, struct direction *direction,
                   const struct evidence *evidence, struct diagnosis *diagnosis)
{
    const struct direction *opposite = history_facing(history, direction);
    const unsigned side = index_of(history, direction);

    open_connection(history, direction, evidence);
    direction->is_captured = true;
    if (diagnosis->finding.verdict == VERDICT_NOT_PRESENT)
        learn_missing(&direction->sign_history, evidence, diagnosis);
    sign_history_note(&direction->sign_history, evidence,
                      diagnosis->finding.verdict == VERDICT_GOOD);
    if (history->key_ids)
        key_ids_note(history->key_ids, side, evidence, diagnosis);
    if (opposite->signer && opposite->signer->acknowledgement)
        acknowledgement_receive(opposite->signer->acknowledgement, evidence->segment);
    if (history->peering)
        diagnosis->recounted = peering_receive(history->peering, evidence->segment,
                                               history_opened(history) == evidence->number);
    if (diagnosis->finding.verdict == VERDICT_GOOD || diagnosis->finding.verdict == VERDICT_BAD)
        learn_verdict(history, direction, evidence, diagnosis);
    if (history->key_ids && !diagnosis->proof)
        diagnosis->proof = refusal_of(history->key_ids, side, diagnosis);
    if (diagnosis->finding.verdict == VERDICT_NOT_PRESENT && history->peering)
        peering_note(history->peering, evidence, diagnosis,
                     direction->signer ? direction->signer->key : NULL);
}
