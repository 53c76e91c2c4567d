/* Key rollovers: when the ends of a session change from one key to another.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "rollover.h"

#include "key-change.h"
#include "losses.h"
#include "plugin/diagnose/evidence/twin.h"
#include "keys/hash.h"

#include <string.h>

#define MAX_ROLLOVERS 64 /* kept for each two peers */

/* Good segments with new data under the old key that show that it goes on beside the new one. A
 * single one may be late. */
#define MIN_CONTINUED 2

/* Sequence numbers: between consecutive segments of a connection there are fewer. */
#define MAX_STEP (UINT32_C(1) << 24)

/* Identifies two peers; has no padding. */
struct peers {
    struct ip_address low, high;
    uint16_t port;
};

struct side {
    struct conduct conduct;
    struct losses losses;
    const struct key *key; /* that of its last good segment, except in old connections ... */
    uint32_t sequence;     /* ... and its sequence number */
    unsigned bad;          /* bad segments since then */
};

struct peering {
    struct peers peers;
    struct side sides[2];  /* of the lower address, then of the higher */
    struct rollover *open; /* the rollover since which the ends disagree; or NULL */
    GQueue rollovers;      /* struct rollover, owned, in order; most peers have none */
    struct bounds *bounds;
};

struct peerings {
    GHashTable *by_peers;
    struct bounds *bounds;
};

static guint peers_hash(gconstpointer data)
{
    return hash_bytes(0, data, sizeof(struct peers));
}

static gboolean peers_equal(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, sizeof(struct peers)) == 0;
}

static void peering_free(gpointer data)
{
    struct peering *peering = data;
    for (unsigned i = 0; i < G_N_ELEMENTS(peering->sides); i++)
        losses_clear(&peering->sides[i].losses);
    g_queue_clear_full(&peering->rollovers, g_free);
    g_free(peering);
}

struct peerings *peerings_new(struct bounds *bounds)
{
    G_STATIC_ASSERT(sizeof(struct peers) == 2 * 17 + 2);
    struct peerings *peerings = g_new(struct peerings, 1);
    peerings->by_peers = g_hash_table_new_full(peers_hash, peers_equal, NULL, peering_free);
    peerings->bounds = bounds;
    return peerings;
}

void peerings_free(struct peerings *peerings)
{
    g_hash_table_destroy(peerings->by_peers);
    g_free(peerings);
}

static struct peers peers_of(const struct segment *segment)
{
    const struct ip_address *from = &segment->from.address, *to = &segment->to.address;
    const bool is_low = memcmp(from, to, sizeof *from) < 0;
    return (struct peers){.low = is_low ? *from : *to,
                          .high = is_low ? *to : *from,
                          .port = MIN(segment->from.port, segment->to.port)};
}

struct peering *peerings_known(const struct peerings *peerings, const struct segment *segment)
{
    const struct peers peers = peers_of(segment);
    return g_hash_table_lookup(peerings->by_peers, &peers);
}

struct peering *peerings_find(struct peerings *peerings, const struct segment *segment)
{
    const struct peers peers = peers_of(segment);
    struct peering *peering = g_hash_table_lookup(peerings->by_peers, &peers);

    if (!peering) {
        peering = g_new0(struct peering, 1);
        peering->peers = peers;
        peering->bounds = peerings->bounds;
        g_hash_table_insert(peerings->by_peers, &peering->peers, peering);
    }
    return peering;
}

/* Counts the unacknowledged transmissions when the end at SIDE switches to KEY: its own that no key
 * verifies, and the other end's that it drops from now on. */
static void count_losses(struct peering *peering, unsigned side, struct rollover *rollover,
                         const struct key *key)
{
    losses_charge(&peering->sides[side].losses, NULL, rollover);
    losses_charge(&peering->sides[!side].losses, key, rollover);
}

/* Returns true if receivers accept both keys. With TCP-AO, a receiver accepts all its keys: RFC
 * 5925 section 7.5. */
static bool are_accepted(const struct key *one, const struct key *other)
{
    return one->algorithm != KEY_MD5 && other->algorithm != KEY_MD5;
}

/* Counts the ends' losses from the moment at which the end at SIDE switched to KEY, in ROLLOVER. */
static void count_disagreement(struct peering *peering, unsigned side, struct rollover *rollover,
                               const struct key *key)
{
    count_losses(peering, side, peering->open ? peering->open : rollover, key);
    if (rollover->other_end_key != key) {
        if (!peering->open && rollover->other_end_key)
            peering->open = rollover;
    } else if (peering->open) {
        rollover->disagreement_start = peering->open;
        peering->open->disagreement_end = rollover;
        peering->open = NULL;
    }
}

/* Records that the end at SIDE, which sent the segment, switched to KEY. */
static struct rollover *roll_over(struct peering *peering, unsigned side,
                                  const struct evidence *evidence, const struct key *key)
{
    struct rollover *rollover = g_new(struct rollover, 1);
    *rollover = (struct rollover){
        .number = evidence->number,
        .time = evidence->segment->time,
        .from = evidence->segment->from.address,
        .old = peering->sides[side].key,
        .new = key,
        .other_end_key = peering->sides[!side].key,
        .bad_before = peering->sides[side].bad,
        .old_sequence = peering->sides[side].sequence,
    };
    g_queue_push_tail(&peering->rollovers, rollover);
    if (are_accepted(rollover->old, key))
        rollover->other_end_key = key;
    else
        count_disagreement(peering, side, rollover, key);
    return rollover;
}

static unsigned side_of(const struct peering *peering, const struct segment *segment)
{
    return memcmp(&segment->from.address, &peering->peers.low, sizeof peering->peers.low) != 0;
}

/* Adds the transmission of a segment at SIDE. It counts as lost if the ends disagree and KEY, which
 * may be NULL, is not the key of the other end. */
static void note_transmission(struct peering *peering, unsigned side, const struct segment *segment,
                              const struct key *key)
{
    const bool is_refused = !key || key != peering->sides[!side].key;
    losses_send(&peering->sides[side].losses, segment, key, is_refused ? peering->open : NULL);
}

/* Returns true if the segment was captured at another point before, or was injected. */
static bool is_no_transmission(const struct evidence *evidence, const struct diagnosis *diagnosis)
{
    return twins_any_before(diagnosis->twins, evidence->number) ||
           diagnosis->hint.kind == HINT_INJECTED;
}

/* Counts a segment at SIDE that KEY verifies; KEY is NULL if it is bad. */
static void count_signed(struct peering *peering, struct side *side, const struct key *key)
{
    if (!key) {
        side->bad++;
    } else if (key == side->key) {
        side->bad = 0;
        losses_forget(&side->losses);
    }
    if (peering->open) {
        peering->open->signed_during++;
        peering->open->bad += !key;
    }
}

/* Returns true if the verifying key shows a change. LAST verified the previous segment in this
 * direction of the connection. A connection that keeps its old key, as one in TIME-WAIT does, is
 * not a change back. In a TCP-AO connection the KeyIDs decide. */
static bool is_change(const struct diagnosis *diagnosis, const struct key *last)
{
    const struct key *key = diagnosis->finding.key;
    return key != last && (!last || !are_accepted(last, key) || diagnosis->key_change);
}

static bool is_near(uint32_t sequence, uint32_t other)
{
    return MIN(sequence - other, other - sequence) < MAX_STEP;
}

/* Returns the rollover at which the end at SIDE left KEY, if SEGMENT, which KEY verifies, goes on
 * where the segments under KEY were, far from those under the present key; otherwise NULL. */
static struct rollover *find_continued(const struct peering *peering, unsigned side,
                                       const struct segment *segment, const struct key *key)
{
    const uint32_t sequence = segment_sequence_number(segment);

    if (is_near(sequence, peering->sides[side].sequence))
        return NULL;
    for (GList *node = peering->rollovers.tail; node; node = node->prev) {
        struct rollover *rollover = node->data;
        if (rollover->old == key && is_near(sequence, rollover->old_sequence) &&
            memcmp(&rollover->from, &segment->from.address, sizeof rollover->from) == 0)
            return rollover;
    }
    return NULL;
}

/* Records that the key before ROLLOVER verifies SEGMENT, too. */
static void note_continued(struct peering *peering, struct rollover *rollover,
                           const struct segment *segment)
{
    const uint32_t sequence = segment_sequence_number(segment);
    const uint32_t ahead = sequence - rollover->old_sequence;

    if (ahead == 0 || ahead >= MAX_STEP)
        return;
    rollover->old_sequence = sequence;
    rollover->continued += segment->length > segment_header_length(segment);
    if (rollover_is_parallel(rollover) && peering->open == rollover)
        peering->open = NULL;
}

void peering_note(struct peering *peering, const struct evidence *evidence,
                  struct diagnosis *diagnosis, const struct key *last)
{
    const unsigned at = side_of(peering, evidence->segment);
    const struct key *key =
        diagnosis->finding.verdict == VERDICT_GOOD ? diagnosis->finding.key : NULL;
    struct side *side = &peering->sides[at];

    struct rollover *left =
        key && key != side->key ? find_continued(peering, at, evidence->segment, key) : NULL;

    if (left) {
        note_continued(peering, left, evidence->segment);
        if (rollover_is_parallel(left) && !diagnosis->recounted)
            diagnosis->recounted = left;
    } else if (key && key != side->key && is_change(diagnosis, last)) {
        if (side->key && peering->rollovers.length == MAX_ROLLOVERS)
            bounds_reach(peering->bounds, BOUND_ROLLOVERS);
        else if (side->key)
            diagnosis->rollover = roll_over(peering, at, evidence, key);
        side->key = key;
    }
    if (key && key == side->key)
        side->sequence = segment_sequence_number(evidence->segment);
    if (diagnosis->finding.verdict != VERDICT_NOT_PRESENT)
        count_signed(peering, side, key);
    if (!is_no_transmission(evidence, diagnosis))
        note_transmission(peering, at, evidence->segment, key);
}

const struct rollover *peering_receive(struct peering *peering, const struct segment *segment,
                                       bool is_first)
{
    const unsigned at = side_of(peering, segment);
    const uint16_t own[] = {segment->from.port, segment->to.port}, other[] = {own[1], own[0]};

    if (is_first) {
        losses_reopen(&peering->sides[at].losses, own);
        losses_reopen(&peering->sides[!at].losses, other);
    }
    return losses_acknowledge(&peering->sides[!at].losses, segment);
}

struct conduct *peering_conduct(struct peering *peering, bool of_high)
{
    return &peering->sides[of_high].conduct;
}

const GQueue *peering_rollovers(const struct peering *peering)
{
    return &peering->rollovers;
}

bool rollover_is_parallel(const struct rollover *rollover)
{
    return rollover->continued >= MIN_CONTINUED;
}

unsigned rollover_lost(const struct rollover *rollover)
{
    if (rollover_is_parallel(rollover))
        return 0;
    return (rollover->disagreement_start ? rollover->disagreement_start : rollover)->lost;
}

char *rollover_duration(const struct rollover *start, const struct rollover *end)
{
    return key_delay_text(time_between(start->time, end->time));
}

/* Appends how long the two ends had different keys. */
static void add_disagreement(GString *text, const struct rollover *start,
                             const struct rollover *end)
{
    char *duration = rollover_duration(start, end);

    g_string_append_printf(text,
                           "; the ends used different keys for %s s, from frame %u to frame %u; "
                           "%u of %u signed segments were bad",
                           duration, start->number, end->number, start->bad, start->signed_during);
    g_free(duration);
}

static void add_losses(GString *text, unsigned lost)
{
    if (lost > 0)
        g_string_append_printf(text, "; %u segment%s lost: never acknowledged", lost,
                               lost == 1 ? " was" : "s were");
}

char *rollover_text(const struct rollover *rollover)
{
    GString *text = g_string_new(NULL);

    if (rollover_is_parallel(rollover)) {
        g_string_printf(text, "key %s beside key %s, in two connections at once",
                        rollover->new->name, rollover->old->name);
        return g_string_free(text, FALSE);
    }
    g_string_printf(text, "key changed from %s to %s", rollover->old->name, rollover->new->name);
    if (rollover->bad_before > 0)
        g_string_append_printf(text, " after %u bad segment%s", rollover->bad_before,
                               rollover->bad_before == 1 ? "" : "s");
    if (rollover->disagreement_start)
        add_disagreement(text, rollover->disagreement_start, rollover);
    else if (rollover->disagreement_end)
        add_disagreement(text, rollover, rollover->disagreement_end);
    else if (rollover->other_end_key && rollover->other_end_key != rollover->new)
        g_string_append_printf(text, "; the other end still signs with %s",
                               rollover->other_end_key->name);
    add_losses(text, rollover_lost(rollover));
    return g_string_free(text, FALSE);
}
