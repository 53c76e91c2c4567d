/* What the segments between two peers show together.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "session.h"

#include "streams.h"
#include "plugin/diagnose/evidence/bounds.h"
#include "plugin/diagnose/learnt/mss.h"
#include "plugin/verify/protocol.h"
#include "keys/hash.h"

#include <string.h>

#define MAX_SESSIONS 4096  /* of two peers each; a session takes 3 KB */
#define MAX_STREAMS  16384 /* of all sessions at the same time; 150 bytes each */

/* Identifies a session; has no padding. */
struct peers {
    struct ip_address low, high;
    uint16_t port;
};

/* A session, and what is needed only while segments arrive. */
struct watched_session {
    struct session session; /* must be first */
    struct peers peers;
    uint32_t index; /* in the list of sessions */
};

struct sessions {
    GPtrArray *list; /* struct watched_session, in the order in which the sessions began */
    GHashTable *by_peers;
    GHashTable *translated; /* struct peers *, owned: the source address with which segments were
                               signed, their receiver, 0 -> struct sender, with another address */
    struct streams *streams;
    unsigned left_out;
    uint32_t searched_until; /* see sessions_searched_until() */
};

static guint peers_hash(gconstpointer data)
{
    return hash_bytes(0, data, sizeof(struct peers));
}

static gboolean peers_equal(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, sizeof(struct peers)) == 0;
}

struct sessions *sessions_new(void)
{
    G_STATIC_ASSERT(sizeof(struct peers) == 2 * sizeof(struct ip_address) + sizeof(uint16_t));
    struct sessions *sessions = g_new(struct sessions, 1);
    *sessions = (struct sessions){
        .list = g_ptr_array_new_with_free_func(g_free),
        .by_peers = g_hash_table_new(peers_hash, peers_equal),
        .translated = g_hash_table_new_full(peers_hash, peers_equal, g_free, NULL),
        .streams = streams_new(MAX_STREAMS),
        .searched_until = UINT32_MAX,
    };
    return sessions;
}

void sessions_free(struct sessions *sessions)
{
    if (!sessions)
        return;
    streams_free(sessions->streams);
    g_hash_table_destroy(sessions->translated);
    g_hash_table_destroy(sessions->by_peers);
    g_ptr_array_free(sessions->list, TRUE);
    g_free(sessions);
}

static bool is_low(const struct end *from, const struct end *to)
{
    const int order = memcmp(&from->address, &to->address, sizeof from->address);
    return order < 0 || (order == 0 && from->port < to->port);
}

/* Returns the port of the service: a port whose protocol is signed by custom; otherwise the lower
 * one, since clients use high ports. */
static uint16_t service_port(const struct end *from, const struct end *to)
{
    const uint16_t low = MIN(from->port, to->port), high = MAX(from->port, to->port);
    return protocol_name(high) && !protocol_name(low) ? high : low;
}

static struct peers peers_of(const struct end *from, const struct end *to)
{
    const bool low = is_low(from, to);
    return (struct peers){low ? from->address : to->address, low ? to->address : from->address,
                          service_port(from, to)};
}

static struct watched_session *watched_new(const struct peers *peers, int64_t time)
{
    struct watched_session *watched = g_new0(struct watched_session, 1);
    struct sender *low = &watched->session.senders[0], *high = &watched->session.senders[1];

    watched->peers = *peers;
    watched->session.port = peers->port;
    watched->session.first_time = watched->session.last_time = time;
    low->address = peers->low;
    high->address = peers->high;
    low->smallest_bad = high->smallest_bad = UINT32_MAX;
    return watched;
}

/* Returns the session of SEGMENT, a new one if there was none; NULL if there are too many. */
static struct watched_session *session_find(struct sessions *sessions,
                                            const struct segment *segment)
{
    const struct peers peers = peers_of(&segment->from, &segment->to);
    struct watched_session *watched = g_hash_table_lookup(sessions->by_peers, &peers);

    if (!watched && sessions->list->len < MAX_SESSIONS) {
        watched = watched_new(&peers, segment->time);
        watched->index = sessions->list->len;
        g_ptr_array_add(sessions->list, watched);
        g_hash_table_insert(sessions->by_peers, &watched->peers, watched);
    }
    return watched;
}

/* Returns the sequence number with which SEGMENT was signed, if PROOF, which may be NULL, shows
 * it: a SYN that was captured on both sides of a firewall opens one connection. */
static uint32_t signed_number(const struct segment *segment, const struct proof *proof)
{
    const bool any = proof && proof->originals & 1u << ORIGINAL_SEQUENCE_NUMBER;
    return segment_sequence_number(segment) + (any ? proof->numbers[ORIGINAL_SEQUENCE_NUMBER] : 0);
}

/* Returns the connection of SEGMENT, whose sender is SIDE of WATCHED, and which PROOF explains. */
static struct stream *stream_of(struct sessions *sessions, struct watched_session *watched,
                                const struct segment *segment, const struct proof *proof,
                                unsigned side)
{
    const struct stream_name name = {watched->index,
                                     {side == 0 ? segment->from.port : segment->to.port,
                                      side == 0 ? segment->to.port : segment->from.port}};
    const bool opens = segment_opens_connection(segment);
    const uint32_t isn = signed_number(segment, proof);
    bool known;
    struct stream *stream = streams_get(sessions->streams, &name, &known);

    if (known && !(opens && stream->opened && stream->isn != isn))
        return stream;
    *stream =
        (struct stream){.opened = opens, .isn = isn, .number = ++watched->session.connections};
    watched->session.senders[side].attempts += opens;
    watched->session.senders[side].silence.attempts += opens;
    return stream;
}

/* Forgets the refused segment of SENDER if an acknowledgment of NUMBER in STREAM shows that the
 * other peer has its key by now. */
static void forget_refused(struct sender *sender, const struct stream *stream, uint32_t number)
{
    const struct refused_segment *refused = &sender->refused;
    const bool is_same = refused->isn == stream->isn;

    if (is_same ? (int32_t)(number - refused->next) >= 0 : stream->number > refused->connections)
        sender->refused = (struct refused_segment){0};
}

/* Remembers SEGMENT, which SESSION's sender SIDE sent in STREAM, if the other peer lacks its key.
 */
static void note_refused(struct session *session, unsigned side, const struct stream *stream,
                         const struct segment *segment, const struct proof *proof)
{
    if (proof && proof->cause == CAUSE_AO_KEY_UNKNOWN_TO_PEER)
        session->senders[side].refused = (struct refused_segment){
            true, stream->isn, segment_sequence_number(segment) + segment_span(segment),
            session->connections};
}

/* Learns from the flags and numbers of SEGMENT, which must be captured, whether the peers accept
 * each other's segments. STREAM is its connection, and SIDE of SESSION its sender. Returns true if
 * SEGMENT is signed and awaits an acknowledgment. */
static bool session_follow(struct session *session, struct stream *stream,
                           const struct segment *segment, const struct diagnosis *diagnosis,
                           unsigned side)
{
    struct sender *sender = &session->senders[side];
    struct sender *other = &session->senders[!side];
    const struct acceptance acceptance = flight_receive(&stream->flights[!side], segment);

    if (acceptance.accepts) {
        other->accepted_bad += other->silence.good.count == 0 && other->silence.others > 0;
        other->bad_accepted += other->silence.good.count == 0 && other->silence.bad > 0 &&
                               other->silence.bad == other->silence.others;
        other->longest_accepted = MAX(other->longest_accepted, other->silence.longest);
        other->silence = (struct silence){0};
        forget_refused(other, stream, header_number(segment->bytes, HEADER_ACKNOWLEDGMENT_NUMBER));
    }
    if (segment->bytes[HEADER_FLAGS] & FLAG_RST)
        other->silence.attempts = 0;
    other->accepted += acceptance.accepts;
    other->will_break_accepted += acceptance.long_accepts;
    if (segment_opens_connection(segment)) {
        sender->syns++;
        sender->unsigned_syns += diagnosis->finding.verdict == VERDICT_NOT_PRESENT;
    }
    sender->goes_on |= stream->opened && (segment->bytes[HEADER_FLAGS] &
                                          (FLAG_SYN | FLAG_RST | FLAG_ACK)) == FLAG_ACK;
    note_refused(session, side, stream, segment, diagnosis->proof);
    if (segment->captured >= segment_header_length(segment) && mss_announced(segment) > 0)
        sender->mss = mss_announced(segment);
    if (diagnosis->finding.verdict == VERDICT_NOT_PRESENT)
        return false;
    return flight_send(&stream->flights[side], segment, diagnosis->will_break);
}

/* Remembers with which source address SENDER's SEGMENT was signed, if that is proven. */
static void note_translation(struct sessions *sessions, struct sender *sender,
                             const struct segment *segment, const struct proof *proof)
{
    if (!proof || !(proof->originals & 1u << ORIGINAL_SOURCE) ||
        g_hash_table_size(sessions->translated) >= MAX_SESSIONS)
        return;
    const struct peers signed_as = {proof->source, segment->to.address, 0};
    if (!g_hash_table_contains(sessions->translated, &signed_as))
        g_hash_table_insert(sessions->translated, g_memdup2(&signed_as, sizeof signed_as), sender);
}

void sessions_note(struct sessions *sessions, const struct segment *segment,
                   const struct diagnosis *diagnosis, uint32_t number)
{
    if (segment->quoted)
        return;
    if (diagnosis->bounds & 1u << BOUND_SEARCHES)
        sessions->searched_until = number;
    struct watched_session *watched = session_find(sessions, segment);
    if (!watched) {
        sessions->left_out++;
        return;
    }
    const unsigned side = is_low(&segment->from, &segment->to) ? 0 : 1;
    struct session *session = &watched->session;

    session->first_time = MIN(session->first_time, segment->time);
    session->last_time = MAX(session->last_time, segment->time);
    const bool waits =
        !segment->fragment && segment->captured >= TCP_HEADER_LENGTH &&
        session_follow(session, stream_of(sessions, watched, segment, diagnosis->proof, side),
                       segment, diagnosis, side);
    sender_note(&session->senders[side], segment, diagnosis, number);
    note_translation(sessions, &session->senders[side], segment, diagnosis->proof);
    if (waits && diagnosis->finding.verdict == VERDICT_GOOD)
        sender_wait(&session->senders[side], segment, diagnosis, number);
}

const struct session *sessions_at(const struct sessions *sessions, unsigned index)
{
    return index < sessions->list->len ? sessions->list->pdata[index] : NULL;
}

const struct session *sessions_between(const struct sessions *sessions, const struct end *from,
                                       const struct end *to)
{
    const struct peers peers = peers_of(from, to);
    return g_hash_table_lookup(sessions->by_peers, &peers);
}

const struct sender *sessions_translated(const struct sessions *sessions,
                                         const struct ip_address *source,
                                         const struct ip_address *receiver)
{
    const struct peers signed_as = {*source, *receiver, 0};
    return g_hash_table_lookup(sessions->translated, &signed_as);
}

uint32_t sessions_searched_until(const struct sessions *sessions)
{
    return sessions->searched_until;
}

unsigned sessions_left_out(const struct sessions *sessions)
{
    return sessions->left_out;
}
