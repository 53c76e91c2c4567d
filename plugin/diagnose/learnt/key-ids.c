/* The keys that the ends of a TCP-AO connection sign with, and those that they request.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "key-ids.h"

#include "key-end.h"
#include "plugin/diagnose/evidence/twin.h"

#define MAX_KEPT 64 /* requests, and as many changes, in one connection */

/* How long a request takes at most if no acknowledgment shows that it arrived: the initial
 * retransmission timeout of RFC 6298 section 2.1. */
#define MAX_ROUND_TRIP G_TIME_SPAN_SECOND

struct key_ids {
    struct key_end ends[2];
    bool is_verified;         /* a key verified a segment */
    GQueue requests, changes; /* owned; most connections have none */
    struct bounds *bounds;
};

/* A segment that is being noted. */
struct step {
    struct key_ids *ids;
    const struct evidence *evidence;
    struct diagnosis *diagnosis;
    struct key_end *from, *to;
    uint8_t key_id, asks_for;
    bool
        is_late; /* a segment that its sender sent later was captured before it, or may have been */
};

struct key_ids *key_ids_new(struct bounds *bounds)
{
    struct key_ids *ids = g_new0(struct key_ids, 1);
    ids->bounds = bounds;
    return ids;
}

void key_ids_free(struct key_ids *ids)
{
    if (!ids)
        return;
    g_queue_clear_full(&ids->requests, g_free);
    g_queue_clear_full(&ids->changes, g_free);
    g_free(ids);
}

/* Returns true if a key signed the segment, whether or not its receiver accepts it. */
static bool is_signed(const struct finding *finding)
{
    return finding->verdict == VERDICT_GOOD || finding->mismatch != MISMATCH_NONE;
}

const struct key *key_signer(const struct finding *finding)
{
    return is_signed(finding) ? finding->key : NULL;
}

/* Returns true if the segment shows which keys its connection uses. An RST may be from a listener,
 * which signs with the key of the segment that it rejects. */
static bool is_evidence(const struct key_ids *ids, const struct evidence *evidence,
                        const struct diagnosis *diagnosis)
{
    const struct signature *signature = &evidence->options->signature;

    return signature->kind == OPTION_AO && signature->length > 0 &&
           diagnosis->finding.verdict != VERDICT_ILLEGAL &&
           !(evidence->segment->bytes[HEADER_FLAGS] & FLAG_RST) &&
           !twins_any_before(diagnosis->twins, evidence->number) &&
           (is_signed(&diagnosis->finding) || !ids->is_verified);
}

/* Forgets everything that was known before a key verified a segment. */
static void begin_verified(const struct step *step)
{
    if (!is_signed(&step->diagnosis->finding) || step->ids->is_verified)
        return;
    step->ids->is_verified = true;
    *step->from = *step->to = (struct key_end){0};
}

/* Returns the key with KEY_ID that ASKED would sign with, or NULL if the keyring has none. */
static const struct key *requested_key(const struct step *step, const struct key_end *asked,
                                       uint8_t key_id)
{
    const struct segment *segment = step->evidence->segment;
    const struct candidates *candidates = step->evidence->flow->candidates;
    const bool asks_sender = asked == step->from;
    const struct end *from = asks_sender ? &segment->from : &segment->to;
    const struct end *to = asks_sender ? &segment->to : &segment->from;

    for (unsigned i = 0; i < candidates->count; i++)
        if (candidates->keys[i]->algorithm != KEY_MD5 &&
            key_id_from(candidates->keys[i], &from->address, &to->address) == key_id)
            return candidates->keys[i];
    return NULL;
}

/* Creates the request of ASKING to ASKED, which signs with another key. Returns the request, or
 * NULL if there are too many. */
static struct key_request *request_key(const struct step *step, struct key_end *asked,
                                       const struct key_end *asking)
{
    struct key_ids *ids = step->ids;

    asked->request = NULL;
    if (ids->requests.length == MAX_KEPT) {
        bounds_reach(ids->bounds, BOUND_ROLLOVERS);
        return NULL;
    }
    asked->request = g_new0(struct key_request, 1);
    asked->request->number = asking->asked_number;
    asked->request->time = asking->asked_time;
    asked->request->key_id = asking->asks_for;
    asked->request->key = requested_key(step, asked, asking->asks_for);
    asked->takes_numbers = asked->is_received = false;
    g_queue_push_tail(&ids->requests, asked->request);
    return asked->request;
}

static void step_change(const struct step *step, enum key_change_kind kind,
                        struct key_request *request)
{
    struct key_ids *ids = step->ids;

    if (ids->changes.length == MAX_KEPT) {
        bounds_reach(ids->bounds, BOUND_ROLLOVERS);
        return;
    }
    struct key_change *change = g_new(struct key_change, 1);
    *change = (struct key_change){
        .kind = kind,
        .number = step->evidence->number,
        .old_id = step->from->key_id,
        .new_id = kind == KEY_NOT_FOLLOWED ? request->key_id : step->key_id,
        .old = step->from->key,
        .new = kind == KEY_NOT_FOLLOWED ? request->key : key_signer(&step->diagnosis->finding),
        .is_proven = is_signed(&step->diagnosis->finding),
        .request = request,
    };
    g_queue_push_tail(&ids->changes, change);
    step->diagnosis->key_change = change;
}

/* Records that the sender follows the request. */
static void step_follow(const struct step *step)
{
    struct key_request *request = step->from->request;

    request->followed = step->evidence->number;
    request->delay = time_between(request->time, step->evidence->segment->time);
    step->from->request = NULL;
    step_change(step, KEY_FOLLOWED, request);
}

/* Records that the sender signs with another key than before. */
static void note_change(const struct step *step)
{
    struct key_end *from = step->from;

    from->changed_number = step->evidence->number;
    from->changed_from = segment_sequence_number(step->evidence->segment);
    if (from->request && from->request->key_id == step->key_id) {
        from->changed_number = 0;
        step_follow(step);
    } else if (id_set_has(&from->signed_with, step->key_id))
        step_change(step, KEY_BACK, NULL);
    else if (step->to->is_known && !id_set_has(&step->to->asked, step->key_id))
        step_change(step, KEY_NOT_ASKED, NULL);
    else /* requested by an earlier segment, or by one that was not captured */
        step_change(step, KEY_CHANGED, NULL);
}

/* Records that the sender keeps its key although it is requested to use another. An end that has
 * received a request signs its next segment with the requested key: RFC 5925 section 7.5.2. */
static void note_no_change(const struct step *step)
{
    const struct segment *segment = step->evidence->segment;
    struct key_end *from = step->from;

    if (step->is_late)
        return;
    if (from->is_received && !from->request->is_refused) {
        from->request->is_refused = true;
        step_change(step, KEY_NOT_FOLLOWED, from->request);
    }
    from->is_received |= key_end_acknowledges_request(from, segment) ||
                         time_between(from->request->time, segment->time) >= MAX_ROUND_TRIP;
}

uint32_t key_ids_unaccepted(const struct key_ids *ids, unsigned side)
{
    const struct key_end *from = &ids->ends[side], *to = &ids->ends[!side];
    const bool is_accepted = key_end_has_acknowledged(to, from->changed_from);
    return is_accepted ? 0 : from->changed_number;
}

static void note_key(const struct step *step)
{
    struct key_end *from = step->from;
    const bool is_other = step->key_id != from->key_id;

    if (step->is_late && is_other && id_set_has(&from->signed_with, step->key_id))
        return; /* delayed or replayed */
    if (!from->is_known && step->to->is_known && step->to->asks_for != step->key_id)
        request_key(step, from, step->to);
    else if (from->is_known && is_other)
        note_change(step);
    else if (from->request)
        note_no_change(step);
    from->key_id = step->key_id;
    from->key = key_signer(&step->diagnosis->finding);
    id_set_add(&from->signed_with, step->key_id);
}

static void note_request(const struct step *step)
{
    struct key_end *from = step->from, *to = step->to;
    const bool is_new = !from->is_known || from->asks_for != step->asks_for;

    if (step->is_late && is_new && id_set_has(&from->asked, step->asks_for))
        return;
    if (is_new) {
        from->asks_for = step->asks_for;
        from->asked_number = step->evidence->number;
        from->asked_time = step->evidence->segment->time;
        id_set_add(&from->asked, step->asks_for);
        to->request = NULL;
        if (to->is_known && to->key_id != from->asks_for)
            step->diagnosis->key_request = request_key(step, to, from);
    }
    const uint32_t span = segment_span(step->evidence->segment);
    if (to->request && !to->takes_numbers && span > 0) {
        to->takes_numbers = true;
        to->limit = segment_sequence_number(step->evidence->segment) + span;
    }
}

void key_ids_note(struct key_ids *ids, unsigned side, const struct evidence *evidence,
                  struct diagnosis *diagnosis)
{
    if (!is_evidence(ids, evidence, diagnosis))
        return;
    struct step step = {
        .ids = ids,
        .evidence = evidence,
        .diagnosis = diagnosis,
        .from = &ids->ends[side],
        .to = &ids->ends[!side],
        .key_id = evidence->options->signature.key_id,
        .asks_for = evidence->options->signature.rnext_key_id,
    };
    begin_verified(&step);
    if (!key_end_begin(step.from, step.to, evidence->segment))
        return;
    step.is_late = key_end_is_late(step.from, evidence->segment);
    note_key(&step);
    note_request(&step);
    key_end_advance(step.from, evidence->segment);
}
