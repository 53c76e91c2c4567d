/* Roll-overs: when the ends of a session change from one key to another.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "rollover.h"

#include <inttypes.h>
#include <string.h>

#define MOST_ROLLOVERS 64 /* that are kept for each two peers */

/* What tells peers from others: without padding. */
struct peers {
    struct ip_address low, high;
    uint16_t port;
};

struct side {
    struct conduct conduct;
    const struct key *key; /* of its last good segment that was not of an old connection */
    unsigned bad;          /* segments since then */
};

struct peering {
    struct peers peers;
    struct side sides[2];  /* of the low address and of the high one */
    struct rollover *open; /* since then the ends disagree; or NULL */
    GPtrArray *rollovers;
    struct bounds *bounds;
};

struct peerings {
    GHashTable *by_peers;
    struct bounds *bounds;
};

static guint peers_hash(gconstpointer data)
{
    const uint8_t *bytes = data;
    guint hash = 2166136261u; /* FNV-1a */
    for (size_t i = 0; i < sizeof(struct peers); i++)
        hash = (hash ^ bytes[i]) * 16777619u;
    return hash;
}

static gboolean peers_equal(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, sizeof(struct peers)) == 0;
}

static void peering_free(gpointer data)
{
    struct peering *peering = data;
    g_ptr_array_free(peering->rollovers, TRUE);
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

struct peering *peerings_find(struct peerings *peerings, const struct segment *segment)
{
    const struct ip_address *from = &segment->from.address, *to = &segment->to.address;
    const bool is_low = memcmp(from, to, sizeof *from) < 0;
    const struct peers peers = {.low = is_low ? *from : *to,
                                .high = is_low ? *to : *from,
                                .port = MIN(segment->from.port, segment->to.port)};
    struct peering *peering = g_hash_table_lookup(peerings->by_peers, &peers);

    if (!peering) {
        peering = g_new0(struct peering, 1);
        peering->peers = peers;
        peering->bounds = peerings->bounds;
        peering->rollovers = g_ptr_array_new_with_free_func(g_free);
        g_hash_table_insert(peerings->by_peers, &peering->peers, peering);
    }
    return peering;
}

/* The end that sent the segment takes KEY instead of the one it had. */
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
        .others = peering->sides[!side].key,
        .lost = peering->sides[side].bad,
    };
    g_ptr_array_add(peering->rollovers, rollover);

    if (rollover->others != key) {
        if (!peering->open && rollover->others)
            peering->open = rollover;
    } else if (peering->open) {
        rollover->before = peering->open;
        peering->open->after = rollover;
        peering->open = NULL;
    }
    return rollover;
}

const struct rollover *peering_note(struct peering *peering, const struct evidence *evidence,
                                    const struct key *key, const struct key *last)
{
    const bool is_high = memcmp(&evidence->segment->from.address, &peering->peers.low,
                                sizeof peering->peers.low) != 0;
    struct side *side = &peering->sides[is_high];
    struct rollover *rollover = NULL;

    /* A connection that goes on with its old key, as one in TIME-WAIT does, rolls nothing back. */
    if (key && key != side->key && key != last) {
        if (side->key && peering->rollovers->len == MOST_ROLLOVERS)
            bounds_reach(peering->bounds, BOUND_ROLLOVERS);
        else if (side->key)
            rollover = roll_over(peering, is_high, evidence, key);
        side->key = key;
    }
    if (!key)
        side->bad++;
    else if (key == side->key)
        side->bad = 0;
    if (peering->open) {
        peering->open->meanwhile++;
        peering->open->bad += !key;
    }
    return rollover;
}

struct conduct *peering_conduct(struct peering *peering, const struct ip_address *address,
                                bool opposite)
{
    const bool is_high = memcmp(address, &peering->peers.low, sizeof *address) != 0;
    return &peering->sides[is_high != opposite].conduct;
}

const GPtrArray *peering_rollovers(const struct peering *peering)
{
    return peering->rollovers;
}

/* How long the two ends have, or had, different keys. */
static void add_disagreement(GString *text, const struct rollover *start,
                             const struct rollover *end)
{
    const int64_t lasted = (end->time - start->time) / 1000;

    g_string_append_printf(text,
                           "; the ends disagree for %" PRId64 ".%03u s, from frame %u to frame %u, "
                           "with %u of %u signed segments bad",
                           lasted / 1000, (unsigned)(lasted % 1000), start->number, end->number,
                           start->bad, start->meanwhile);
}

char *rollover_text(const struct rollover *rollover)
{
    GString *text = g_string_new(NULL);

    g_string_printf(text, "key %s instead of %s", rollover->new->name, rollover->old->name);
    if (rollover->lost > 0)
        g_string_append_printf(text, " after %u bad segment%s", rollover->lost,
                               rollover->lost == 1 ? "" : "s");
    if (rollover->before)
        add_disagreement(text, rollover->before, rollover);
    else if (rollover->after)
        add_disagreement(text, rollover, rollover->after);
    else if (rollover->others && rollover->others != rollover->new)
        g_string_append_printf(text, "; the other end still signs with %s", rollover->others->name);
    return g_string_free(text, FALSE);
}
