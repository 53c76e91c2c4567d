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
#define ENDS_SIZE(length) (2 * (sizeof(uint16_t) + (length)))
#define IPV4_LENGTH       4
#define IPV6_LENGTH       16

/* Small, since a flood of SYNs makes one of these per SYN. */
struct connection {
    const struct candidates *candidates;
    struct history *history;
    struct incarnations incarnations;
    unsigned edition; /* the edition of SHORTLISTS that CANDIDATES is from */
    uint8_t ends[];   /* port and address of each end, the lower end first */
};

/* The connections over one version of IP. */
struct family {
    size_t ends_size;
    GHashTable *set;   /* of struct connection, found by their ENDS */
    struct pool *pool; /* which they are from */
    /* The connections that were looked up last, each at an index made from its ends. They make most
     * calls of the hash table unnecessary, whose collision-resistant hash is the costliest step of
     * a lookup. All are NULL at first. */
    struct connection *recent[256];
};

struct connections {
    struct family ipv4, ipv6;
    struct shortlists *shortlists;
    const struct isns *isns;
};

static struct connections *of_capture; /* NULL until they are asked for */

static guint ipv4_hash(gconstpointer ends)
{
    return wmem_strong_hash(ends, ENDS_SIZE(IPV4_LENGTH));
}

static guint ipv6_hash(gconstpointer ends)
{
    return wmem_strong_hash(ends, ENDS_SIZE(IPV6_LENGTH));
}

static gboolean ipv4_equal(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, ENDS_SIZE(IPV4_LENGTH)) == 0;
}

static gboolean ipv6_equal(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, ENDS_SIZE(IPV6_LENGTH)) == 0;
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

static void family_init(struct family *family, size_t ends_size, GHashFunc hash, GEqualFunc equal)
{
    family->ends_size = ends_size;
    family->set = g_hash_table_new(hash, equal);
    family->pool = pool_new(offsetof(struct connection, ends) + ends_size, connection_clear);
}

static void family_clear(struct family *family)
{
    g_hash_table_destroy(family->set);
    pool_free(family->pool);
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

    for (unsigned i = 0; i < G_N_ELEMENTS(both); i++) {
        memcpy(ends, &both[i]->port, sizeof both[i]->port);
        memcpy(ends + sizeof both[i]->port, both[i]->address.bytes, a->address.length);
        ends += sizeof both[i]->port + a->address.length;
    }
    return falls;
}

static struct connection *connection_new(struct family *family, const uint8_t *ends)
{
    struct connection *connection = pool_take(family->pool);
    memcpy(connection->ends, ends, family->ends_size);
    g_hash_table_add(family->set, connection->ends);
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

static struct connection **recent_at(struct family *family, const struct end *a,
                                     const struct end *b)
{
    const unsigned last = a->address.length - 1u;
    const unsigned at = a->port + b->port + a->address.bytes[last] + b->address.bytes[last];
    return &family->recent[at % G_N_ELEMENTS(family->recent)];
}

static struct connection *connection_find(struct family *family, const uint8_t *ends)
{
    uint8_t *known = g_hash_table_lookup(family->set, ends);
    return known ? connection_with(known) : connection_new(family, ends);
}

struct connections *connections_new(const struct keyring *ring, bool locked)
{
    struct connections *connections = g_new0(struct connections, 1);
    family_init(&connections->ipv4, ENDS_SIZE(IPV4_LENGTH), ipv4_hash, ipv4_equal);
    family_init(&connections->ipv6, ENDS_SIZE(IPV6_LENGTH), ipv6_hash, ipv6_equal);
    connections->shortlists = shortlists_new(ring, locked);
    connections->isns = keyring_isns(ring);
    return connections;
}

void connections_free(struct connections *connections)
{
    if (!connections)
        return;
    family_clear(&connections->ipv4);
    family_clear(&connections->ipv6);
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
    struct family *family =
        from->address.length == IPV4_LENGTH ? &connections->ipv4 : &connections->ipv6;
    struct connection **latest = recent_at(family, from, to);
    uint8_t ends[ENDS_SIZE(IPV6_LENGTH)];

    const uint8_t direction = write_ends(ends, from, to);
    if (!*latest || memcmp((*latest)->ends, ends, family->ends_size) != 0)
        *latest = connection_find(family, ends);
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
