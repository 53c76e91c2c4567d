/* The memory of a capture's connections.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "connections.h"

#include "settings.h"
#include "keys/shortlists.h"
#include "plugin/verify/pool.h"

#include <epan/packet.h>

#include <string.h>

/* The bytes of struct connection's ENDS whose addresses have LENGTH bytes. */
#define ENDS_SIZE(length) (1 + 2 * (sizeof(uint16_t) + (length)))
#define IPV4_LENGTH       4
#define IPV6_LENGTH       16

/* Small, since a flood of SYNs makes one of these per SYN. */
struct connection {
    const struct candidates *candidates;
    struct history *history;
    struct incarnations incarnations;
    unsigned edition; /* the edition of SHORTLISTS that CANDIDATES is from */
    uint8_t ends[];   /* the length of an address, then port and address of each end, the lower end
                         first */
};

struct connections {
    GHashTable *set;       /* of struct connection, found by their ENDS */
    struct pool *pools[2]; /* which they are from: of IPv4, of IPv6 */
    struct shortlists *shortlists;
    const struct isns *isns;
    /* The connections that were looked up last, each at an index made from its ends. They make most
     * calls of the hash table unnecessary, whose collision-resistant hash is the costliest step of
     * a lookup. All are NULL at first. */
    struct connection *recent[256];
};

static struct connections *of_capture; /* NULL until they are asked for */

static size_t ends_size(const uint8_t *ends)
{
    return ENDS_SIZE(ends[0]);
}

static guint ends_hash(gconstpointer ends)
{
    return wmem_strong_hash(ends, ends_size(ends));
}

static gboolean ends_equal(gconstpointer a, gconstpointer b)
{
    const uint8_t *one = a, *other = b;
    return one[0] == other[0] && memcmp(one, other, ends_size(one)) == 0;
}

static struct connection *connection_with(uint8_t *ends)
{
    return (struct connection *)(void *)(ends - offsetof(struct connection, ends));
}

static void connection_clear(gpointer data)
{
    struct connection *connection = data;
    incarnations_clear(&connection->incarnations);
}

static struct pool *pool_for(size_t address_length)
{
    return pool_new(offsetof(struct connection, ends) + ENDS_SIZE(address_length),
                    connection_clear);
}

/* Returns 1 if FROM is the higher of the two ends, otherwise 0. */
static uint8_t direction_of(const struct end *from, const struct end *to)
{
    const int order = memcmp(&from->address, &to->address, sizeof from->address);
    return order > 0 || (order == 0 && from->port > to->port);
}

/* Writes A and B to ENDS, which has room for those of IPv6, the lower end first. Returns the
 * direction from A to B. */
static uint8_t write_ends(uint8_t *ends, const struct end *a, const struct end *b)
{
    const uint8_t falls = direction_of(a, b);
    const struct end *const both[] = {falls ? b : a, falls ? a : b};

    *ends++ = a->address.length;
    for (unsigned i = 0; i < G_N_ELEMENTS(both); i++) {
        memcpy(ends, &both[i]->port, sizeof both[i]->port);
        memcpy(ends + sizeof both[i]->port, both[i]->address.bytes, a->address.length);
        ends += sizeof both[i]->port + a->address.length;
    }
    return falls;
}

static struct connection *connection_new(struct connections *connections, const uint8_t *ends)
{
    struct connection *connection = pool_take(connections->pools[ends[0] > IPV4_LENGTH]);
    memcpy(connection->ends, ends, ends_size(ends));
    g_hash_table_add(connections->set, connection->ends);
    return connection;
}

/* Looks up the candidates of CONNECTION, unless those that it has are still current. */
static void renew_candidates(struct connections *connections, struct connection *connection,
                             const struct end *a, const struct end *b)
{
    struct shortlists *shortlists = connections->shortlists;

    if (connection->edition == shortlists_edition(shortlists))
        return;
    connection->candidates = shortlists_between(shortlists, a, b);
    connection->edition = shortlists_edition(shortlists);
}

static struct connection **recent_at(struct connections *connections, const struct end *a,
                                     const struct end *b)
{
    const unsigned last = a->address.length - 1u;
    const unsigned at = a->port + b->port + a->address.bytes[last] + b->address.bytes[last];
    return &connections->recent[at % G_N_ELEMENTS(connections->recent)];
}

static struct connection *connection_find(struct connections *connections, const uint8_t *ends)
{
    uint8_t *known = g_hash_table_lookup(connections->set, ends);
    return known ? connection_with(known) : connection_new(connections, ends);
}

struct connections *connections_new(const struct keyring *ring, bool locked)
{
    struct connections *connections = g_new0(struct connections, 1);
    connections->set = g_hash_table_new(ends_hash, ends_equal);
    connections->pools[0] = pool_for(IPV4_LENGTH);
    connections->pools[1] = pool_for(IPV6_LENGTH);
    connections->shortlists = shortlists_new(ring, locked);
    connections->isns = keyring_isns(ring);
    return connections;
}

void connections_free(struct connections *connections)
{
    if (!connections)
        return;
    g_hash_table_destroy(connections->set);
    pool_free(connections->pools[0]);
    pool_free(connections->pools[1]);
    shortlists_free(connections->shortlists);
    g_free(connections);
}

struct connections *connections_of_capture(void)
{
    if (!of_capture)
        of_capture = connections_new(settings_keyring(), settings_keyring_is_locked());
    return of_capture;
}

struct flow connections_flow(struct connections *connections, const struct segment *segment,
                             uint32_t number)
{
    const struct end *from = &segment->from, *to = &segment->to;
    struct connection **latest = recent_at(connections, from, to);
    uint8_t ends[ENDS_SIZE(IPV6_LENGTH)];

    const uint8_t direction = write_ends(ends, from, to);
    if (!*latest || !ends_equal((*latest)->ends, ends))
        *latest = connection_find(connections, ends);
    struct connection *connection = *latest;
    renew_candidates(connections, connection, from, to);
    return (struct flow){
        .connection = connection,
        .candidates = connection->candidates,
        .incarnation = incarnations_find(&connection->incarnations, number),
        .isns = connections->isns,
        .history = &connection->history,
        .number = number,
        .direction = direction,
    };
}

void connection_consider(struct flow *flow, const struct segment *segment, uint16_t link,
                         enum signing signing, bool learns)
{
    struct incarnations *incarnations = &flow->connection->incarnations;
    struct incarnation *parallel =
        incarnations_continued(incarnations, flow->number, segment, flow->direction);

    if (!parallel)
        parallel = incarnations_parallel(incarnations, flow->number, link);
    flow_consider(flow, segment, parallel);
    if (parallel || signing != SIGNING_AO)
        return;
    struct incarnation *stranger =
        incarnations_stranger(incarnations, flow->number, segment, flow->direction, learns);
    if (!stranger)
        return;
    flow->parallel = flow->incarnation;
    flow->incarnation = stranger;
}

bool connection_open(struct flow *flow, const struct opening *opening)
{
    struct incarnations *incarnations = &flow->connection->incarnations;
    const struct incarnation *known = flow->incarnation;
    if (known && known != &incarnations->latest && known->isn == opening->isn &&
        !opening->is_answer)
        return false; /* the SYN of a parallel connection again */
    const bool is_new = incarnations_open(incarnations, flow->number, opening);
    flow->incarnation = &incarnations->latest;
    if (is_new)
        flow->parallel = NULL;
    return is_new;
}

void connection_note(struct flow *flow, const struct segment *segment, enum signing signing,
                     const struct unsigned_counts *counts)
{
    struct incarnations *incarnations = &flow->connection->incarnations;
    const bool is_signed = signing != SIGNING_NONE;

    incarnations->latest.is_known |= is_signed;
    if (!incarnations->latest.is_known)
        return;
    if (!flow->incarnation)
        flow->incarnation = &incarnations->latest;
    usage_note(&flow->incarnation->usage, segment, signing, counts);
}

static void forget_capture(void)
{
    connections_free(of_capture);
    of_capture = NULL;
}

void connections_register(void)
{
    register_cleanup_routine(forget_capture);
    register_shutdown_routine(forget_capture);
}
