/* The keys that the ends of a TCP-AO connection sign with, and those that they request.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "key-ids.h"

#include "plugin/diagnose/evidence/twin.h"
#include "plugin/verify/message.h"

#include <inttypes.h>

#define MAX_KEPT 64 /* requests, and as many changes, in one connection */

/* How long a request takes at most if no acknowledgment shows that it arrived: the initial
 * retransmission timeout of RFC 6298 section 2.1. */
#define MAX_ROUND_TRIP G_TIME_SPAN_SECOND

/* A set of KeyIDs, one bit each. */
struct id_set {
    uint64_t words[4];
};

struct key_end {
    bool is_known; /* a segment of it was noted; otherwise all members are zero */
    bool opens;    /* that segment was a SYN without ACK, with sequence number ISN */
    uint32_t isn;
    bool reopens; /* a later segment was such a SYN, with ISN_AGAIN */
    uint32_t isn_again;
    bool acknowledges;           /* it has acknowledged ACKNOWLEDGED */
    uint32_t next, acknowledged; /* the greatest numbers; NEXT is the number after what it sent */
    uint8_t key_id, asks_for;
    const struct key *key; /* the key that verifies KEY_ID; or NULL */
    uint32_t asked_number; /* the frame and the time at which it first requested ASKS_FOR */
    int64_t asked_time;
    uint32_t changed_number; /* the frame since which it signs with KEY_ID without a request; 0 if
                                there was one */
    uint32_t changed_from;   /* the sequence number of that frame */
    struct id_set signed_with, asked;
    /* What the other end requests of this one while this one signs with another key: */
    struct key_request *request; /* or NULL */
    bool takes_numbers;          /* a requesting segment occupies sequence numbers, up to LIMIT */
    uint32_t limit;
    bool is_received, is_reported;
};

struct key_ids {
    struct key_end ends[2];
    bool is_verified; /* a key verified a segment */
    GPtrArray *requests, *changes;
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
    ids->requests = g_ptr_array_new_with_free_func(g_free);
    ids->changes = g_ptr_array_new_with_free_func(g_free);
    ids->bounds = bounds;
    return ids;
}

void key_ids_free(struct key_ids *ids)
{
    if (!ids)
        return;
    g_ptr_array_free(ids->requests, TRUE);
    g_ptr_array_free(ids->changes, TRUE);
    g_free(ids);
}

static bool id_set_has(const struct id_set *set, uint8_t id)
{
    return set->words[id / 64] >> id % 64 & 1;
}

static void id_set_add(struct id_set *set, uint8_t id)
{
    set->words[id / 64] |= UINT64_C(1) << id % 64;
}

/* Returns true if A is before B as sequence numbers: RFC 9293 section 3.4. */
static bool before(uint32_t a, uint32_t b)
{
    return (int32_t)(a - b) < 0;
}

static bool has_flag(const struct segment *segment, enum segment_flag flag)
{
    return segment->bytes[HEADER_FLAGS] & flag;
}

static uint32_t acknowledgment_number(const struct segment *segment)
{
    return header_number(segment->bytes, HEADER_ACKNOWLEDGMENT_NUMBER);
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
static bool counts(const struct key_ids *ids, const struct evidence *evidence,
                   const struct diagnosis *diagnosis)
{
    const struct signature *signature = &evidence->options->signature;

    return signature->kind == OPTION_AO && signature->length > 0 &&
           diagnosis->finding.verdict != VERDICT_ILLEGAL &&
           !has_flag(evidence->segment, FLAG_RST) &&
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

/* Returns true if the segment opens another connection on the ports of a known one. In a
 * simultaneous open, both ends open the same one. */
static bool opens_another(const struct step *step)
{
    const struct key_end *from = step->from, *to = step->to;

    if (!segment_opens_connection(step->evidence->segment))
        return false;
    return from->is_known
               ? !from->opens || from->isn != segment_sequence_number(step->evidence->segment)
               : to->is_known && !to->opens;
}

/* Returns true if the segment belongs to a connection that opens_another() found. */
static bool goes_on(const struct step *step)
{
    const struct segment *segment = step->evidence->segment;
    const struct key_end *from = step->from, *to = step->to;

    return (to->reopens && has_flag(segment, FLAG_SYN) && has_flag(segment, FLAG_ACK) &&
            acknowledgment_number(segment) == to->isn_again + 1) ||
           (from->reopens && segment_sequence_number(segment) == from->isn_again + 1);
}

/* Returns false if the segment is a SYN on the ports of a known connection. It may be replayed, so
 * the ends are forgotten only when a further segment belongs to the connection that it opens. */
static bool begin_connection(const struct step *step)
{
    struct key_end *from = step->from, *to = step->to;
    const uint32_t isn = segment_sequence_number(step->evidence->segment);

    if (opens_another(step)) {
        from->reopens = true;
        from->isn_again = isn;
        return false;
    }
    if (goes_on(step))
        *from = *to = (struct key_end){0};
    if (segment_opens_connection(step->evidence->segment)) {
        from->opens = true;
        from->isn = isn;
    }
    return true;
}

static bool is_late(const struct key_end *from, const struct segment *segment)
{
    if (!from->is_known)
        return false;
    return before(segment_sequence_number(segment), from->next) ||
           (from->acknowledges && has_flag(segment, FLAG_ACK) &&
            before(acknowledgment_number(segment), from->acknowledged));
}

/* Creates the request of ASKING to ASKED, which signs with another key. Returns the request, or
 * NULL if there are too many. */
static struct key_request *ask(const struct step *step, struct key_end *asked,
                               const struct key_end *asking)
{
    struct key_ids *ids = step->ids;

    asked->request = NULL;
    if (ids->requests->len == MAX_KEPT) {
        bounds_reach(ids->bounds, BOUND_ROLLOVERS);
        return NULL;
    }
    asked->request = g_new0(struct key_request, 1);
    asked->request->number = asking->asked_number;
    asked->request->time = asking->asked_time;
    asked->request->key_id = asking->asks_for;
    asked->takes_numbers = asked->is_received = asked->is_reported = false;
    g_ptr_array_add(ids->requests, asked->request);
    return asked->request;
}

static void change(const struct step *step, enum key_change_kind kind, struct key_request *request)
{
    struct key_ids *ids = step->ids;

    if (ids->changes->len == MAX_KEPT) {
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
        .new = kind == KEY_NOT_FOLLOWED ? NULL : key_signer(&step->diagnosis->finding),
        .is_proven = is_signed(&step->diagnosis->finding),
        .request = request,
    };
    g_ptr_array_add(ids->changes, change);
    step->diagnosis->key_change = change;
}

/* Records that the sender follows the request. */
static void follow(const struct step *step)
{
    struct key_request *request = step->from->request;

    request->followed = step->evidence->number;
    request->delay = time_between(request->time, step->evidence->segment->time);
    step->from->request = NULL;
    change(step, KEY_FOLLOWED, request);
}

/* Records that the sender signs with another key than before. */
static void note_change(const struct step *step)
{
    struct key_end *from = step->from;

    from->changed_number = step->evidence->number;
    from->changed_from = segment_sequence_number(step->evidence->segment);
    if (from->request && from->request->key_id == step->key_id) {
        from->changed_number = 0;
        follow(step);
    } else if (id_set_has(&from->signed_with, step->key_id))
        change(step, KEY_BACK, NULL);
    else if (step->to->is_known && !id_set_has(&step->to->asked, step->key_id))
        change(step, KEY_NOT_ASKED, NULL);
    else /* requested by an earlier segment, or by one that was not captured */
        change(step, KEY_CHANGED, NULL);
}

/* Records that the sender keeps its key although it is requested to use another. An end that has
 * received a request signs its next segment with the requested key: RFC 5925 section 7.5.2. */
static void note_no_change(const struct step *step)
{
    const struct segment *segment = step->evidence->segment;
    struct key_end *from = step->from;

    if (step->is_late)
        return;
    if (from->is_received && !from->is_reported) {
        from->is_reported = true;
        change(step, KEY_NOT_FOLLOWED, from->request);
    }
    from->is_received |= (from->takes_numbers && has_flag(segment, FLAG_ACK) &&
                          !before(acknowledgment_number(segment), from->limit)) ||
                         time_between(from->request->time, segment->time) >= MAX_ROUND_TRIP;
}

uint32_t key_ids_unaccepted(const struct key_ids *ids, unsigned side)
{
    const struct key_end *from = &ids->ends[side], *to = &ids->ends[!side];
    const bool is_accepted = to->acknowledges && before(from->changed_from, to->acknowledged);
    return is_accepted ? 0 : from->changed_number;
}

static void note_key(const struct step *step)
{
    struct key_end *from = step->from;
    const bool is_other = step->key_id != from->key_id;

    if (step->is_late && is_other && id_set_has(&from->signed_with, step->key_id))
        return; /* delayed or replayed */
    if (!from->is_known && step->to->is_known && step->to->asks_for != step->key_id)
        ask(step, from, step->to);
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
            step->diagnosis->key_request = ask(step, to, from);
    }
    const uint32_t span = segment_span(step->evidence->segment);
    if (to->request && !to->takes_numbers && span > 0) {
        to->takes_numbers = true;
        to->limit = segment_sequence_number(step->evidence->segment) + span;
    }
}

/* Records how far the sender's numbers have advanced. */
static void advance(struct key_end *from, const struct segment *segment)
{
    const uint32_t next = segment_sequence_number(segment) + segment_span(segment);

    if (!from->is_known || before(from->next, next))
        from->next = next;
    from->is_known = true;
    if (!has_flag(segment, FLAG_ACK))
        return;
    if (!from->acknowledges || before(from->acknowledged, acknowledgment_number(segment)))
        from->acknowledged = acknowledgment_number(segment);
    from->acknowledges = true;
}

void key_ids_note(struct key_ids *ids, unsigned side, const struct evidence *evidence,
                  struct diagnosis *diagnosis)
{
    if (!counts(ids, evidence, diagnosis))
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
    if (!begin_connection(&step))
        return;
    step.is_late = is_late(step.from, evidence->segment);
    note_key(&step);
    note_request(&step);
    advance(step.from, evidence->segment);
}

char *key_delay_text(int64_t delay)
{
    const int64_t milliseconds = delay / 1000 + delay % 1000 / 500; /* rounded */
    const int64_t distance = ABS(milliseconds);
    return g_strdup_printf("%s%" PRId64 ".%03u", milliseconds < 0 ? "-" : "", distance / 1000,
                           (unsigned)(distance % 1000));
}

/* Appends CHANGE. FROM and TO are the names of the two ends. */
static void write_change(GString *text, const struct key_change *change, const char *from,
                         const char *to)
{
    const unsigned old = change->old_id, new = change->new_id;

    switch (change->kind) {
    case KEY_FOLLOWED:
        g_string_printf(text, "%s now signs with key %u, as %s asked in frame %u", from, new, to,
                        change->request->number);
        break;
    case KEY_CHANGED:
        g_string_printf(text, "%s now signs with key %u instead of %u", from, new, old);
        break;
    case KEY_NOT_ASKED:
        g_string_printf(text,
                        "%s now signs with key %u instead of %u, which %s did not ask for in this "
                        "capture",
                        from, new, old, to);
        break;
    case KEY_BACK:
        g_string_printf(text, "%s signs with key %u again, instead of %u", from, new, old);
        break;
    case KEY_NOT_FOLLOWED:
        g_string_printf(text,
                        "%s asks for key %u since frame %u, %s keeps %u: %s has no key with SendID "
                        "%u",
                        to, new, change->request->number, from, old, from, new);
        break;
    }
}

char *key_title(const struct key *key, uint8_t key_id)
{
    return key ? g_strdup(key->name) : g_strdup_printf("KeyID %u", key_id);
}

char *key_change_text(const struct key_change *change)
{
    char *old = key_title(change->old, change->old_id),
         *new = key_title(change->new, change->new_id);
    char *text = g_strdup_printf(change->kind == KEY_NOT_FOLLOWED ? "%s is kept, not %s"
                                                                  : "key changed from %s to %s",
                                 old, new);
    g_free(new);
    g_free(old);
    return text;
}

char *key_change_sentence(const struct key_change *change, const struct ip_address *from,
                          const struct ip_address *to)
{
    char *sender = ip_address_text(from), *receiver = ip_address_text(to);
    GString *text = g_string_new(NULL);

    write_change(text, change, sender, receiver);
    if (!change->is_proven)
        g_string_append(text, " (seen, but not proven by a key)");
    g_free(receiver);
    g_free(sender);
    return g_string_free(text, FALSE);
}
