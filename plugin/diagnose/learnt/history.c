/* What the diagnosis knows about one connection.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "history.h"

#include "plugin/diagnose/unsigned/unsigned-segment.h"
#include "mss.h"

#include <string.h>

struct history *history_new(struct investigation *investigation)
{
    struct history *history = g_new0(struct history, 1);
    history->investigation = investigation;
    return history;
}

static void direction_clear(struct direction *direction)
{
    if (direction->searches)
        split_free(direction->searches->split);
    g_free(direction->searches);
    g_free(direction->signer);
    renumbering_clear(&direction->renumbering);
    sign_history_clear(&direction->sign_history);
}

void history_free(struct history *history)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(history->directions); i++)
        direction_clear(&history->directions[i]);
    key_ids_free(history->key_ids);
    g_free(history);
}

struct signer *direction_signer(struct direction *direction)
{
    if (!direction->signer)
        direction->signer = g_new0(struct signer, 1);
    return direction->signer;
}

struct searches *direction_searches(struct direction *direction)
{
    if (!direction->searches)
        direction->searches = g_new0(struct searches, 1);
    return direction->searches;
}

struct direction *history_direction(struct history *history, const struct segment *segment)
{
    const struct end *from = &segment->from, *to = &segment->to;
    const int order = memcmp(&from->address, &to->address, sizeof from->address);
    return &history->directions[order > 0 || (order == 0 && from->port > to->port)];
}

struct direction *history_opposite(struct history *history, const struct direction *direction)
{
    return &history->directions[direction == history->directions ? 1 : 0];
}

struct renumbered history_renumbered(struct history *history, struct direction *direction)
{
    return (struct renumbered){&direction->renumbering,
                               &history_opposite(history, direction)->renumbering};
}

struct conducts history_conducts(struct history *history, struct direction *direction)
{
    static struct conduct none; /* unused: nothing is learned of a direction without signatures */
    struct conduct *here = direction->signer ? &direction->signer->conduct : &none;
    struct conduct *overall = here;
    if (history->peering)
        overall = peering_conduct(history->peering, direction != history->directions);
    return (struct conducts){here, overall};
}

static void direction_forget(struct direction *direction)
{
    direction->opens = false;
    sign_history_clear(&direction->sign_history);
    if (direction->signer)
        direction->signer->acknowledgement = (struct acknowledgement){0};
}

void history_open(struct history *history, struct direction *direction,
                  const struct evidence *evidence)
{
    if (!segment_opens_connection(evidence->segment))
        return;
    const uint32_t isn = segment_sequence_number(evidence->segment);
    struct direction *opposite = history_opposite(history, direction);

    if (direction->opens && direction->isn == isn)
        return;                                 /* a retransmission */
    if (direction->opens || !opposite->opens) { /* otherwise both ends open the same connection */
        direction_forget(direction);
        direction_forget(opposite);
        history->opened = evidence->number;
    }
    direction->opens = true;
    direction->isn = isn;
}

void history_measure(struct history *history, const struct segment *segment,
                     struct diagnosis *diagnosis)
{
    struct direction *direction = history_direction(history, segment);
    const unsigned announced = mss_announced(segment);
    if (announced > 0)
        direction->mss = announced;
    diagnosis->will_break = diagnosis->finding.verdict == VERDICT_GOOD &&
                            mss_exceeded(segment, history_opposite(history, direction)->mss);
}

/* Learns from a segment that is good or bad, and captured whole. */
static void learn_verdict(struct history *history, struct direction *direction,
                          const struct evidence *evidence, struct diagnosis *diagnosis)
{
    const bool is_good = diagnosis->finding.verdict == VERDICT_GOOD;
    struct signer *signer = direction_signer(direction);

    conducts_note(history_conducts(history, direction), evidence, diagnosis);
    peering_note(history->peering, evidence, diagnosis, signer->key);
    if (is_good) {
        diagnosis->retransmissions =
            acknowledgement_send(&signer->acknowledgement, evidence->segment);
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
    if (!proof && diagnosis->finding.verdict == VERDICT_GOOD)
        proof = ao_good_refused(diagnosis);
    if (!proof && diagnosis->finding.verdict == VERDICT_GOOD)
        proof = ao_key_unknown_to_peer(diagnosis, key_ids_unaccepted(ids, side));
    return proof;
}

void history_learn(struct history *history, const struct evidence *evidence,
                   struct diagnosis *diagnosis)
{
    struct direction *direction = history_direction(history, evidence->segment);
    const struct direction *opposite = history_opposite(history, direction);

    history_open(history, direction, evidence);
    if (diagnosis->finding.verdict == VERDICT_NOT_PRESENT)
        learn_missing(&direction->sign_history, evidence, diagnosis);
    sign_history_note(&direction->sign_history, evidence);
    if (history->key_ids)
        key_ids_note(history->key_ids, direction != history->directions, evidence, diagnosis);
    if (opposite->signer)
        acknowledgement_receive(&opposite->signer->acknowledgement, evidence->segment);
    if (history->peering)
        diagnosis->recounted = peering_receive(history->peering, evidence->segment,
                                               history->opened == evidence->number);
    if (diagnosis->finding.verdict == VERDICT_GOOD || diagnosis->finding.verdict == VERDICT_BAD)
        learn_verdict(history, direction, evidence, diagnosis);
    if (history->key_ids && !diagnosis->proof)
        diagnosis->proof =
            refusal_of(history->key_ids, direction != history->directions, diagnosis);
    if (diagnosis->finding.verdict == VERDICT_NOT_PRESENT && history->peering)
        peering_note(history->peering, evidence, diagnosis,
                     direction->signer ? direction->signer->key : NULL);
}
