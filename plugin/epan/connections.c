/* What is remembered of connections while a capture is open.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "connections.h"

#include "settings.h"
#include "keys/shortlists.h"
#include "plugin/verify/incarnations.h"

#include <string.h>

#define MAX_ENDS (1 + 2 * (2 + 16)) /* bytes */

/* A flood of SYNs makes as many of these as it has SYNs, so they are small. */
struct connection {
    struct candidates candidates;
    unsigned edition; /* of SHORTLISTS, that CANDIDATES are of */
    struct incarnations incarnations;
    struct history *history;
    uint8_t ends[]; /* the length of an address, two ports and two addresses, in a fixed order */
};

static GHashTable *connections; /* of struct connection, found by their ENDS */
static struct shortlists *shortlists;
static bool any_signed;

static size_t ends_size(const uint8_t *ends)
{
    return 1 + 2 * (sizeof(uint16_t) + ends[0]);
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

static void connection_free(gpointer ends)
{
    struct connection *connection = connection_with(ends);
    incarnations_clear(&connection->incarnations);
    g_free(connection);
}

uint8_t connections_direction(const struct end *from, const struct end *to)
{
    const int order = memcmp(&from->address, &to->address, sizeof from->address);
    return order > 0 || (order == 0 && from->port > to->port);
}

static void write_ends(uint8_t *ends, const struct end *a, const struct end *b)
{
    const bool falls = connections_direction(a, b);
    const struct end *const both[] = {falls ? b : a, falls ? a : b};

    *ends++ = a->address.length;
    for (unsigned i = 0; i < G_N_ELEMENTS(both); i++) {
        memcpy(ends, &both[i]->port, sizeof both[i]->port);
        memcpy(ends + sizeof both[i]->port, both[i]->address.bytes, a->address.length);
        ends += sizeof both[i]->port + a->address.length;
    }
}

static struct connection *connection_new(const uint8_t *ends)
{
    const size_t size = ends_size(ends);
    struct connection *connection = g_malloc0(offsetof(struct connection, ends) + size);
    memcpy(connection->ends, ends, size);
    g_hash_table_add(connections, connection->ends);
    return connection;
}

/* Looks up the candidates, unless CONNECTION has them as they are now. */
static void renew_candidates(struct connection *connection, const struct end *a,
                             const struct end *b)
{
    if (!shortlists)
        shortlists = shortlists_new(settings_keyring());
    if (connection->edition == shortlists_edition(shortlists))
        return;
    const GPtrArray *keys = shortlists_between(shortlists, a, b);
    connection->edition = shortlists_edition(shortlists);
    connection->candidates = (struct candidates){
        .keys = (const struct key *const *)keys->pdata,
        .count = keys->len,
        .locked = settings_keyring_is_locked(),
    };
}

/* Connections that were looked up lately, each where the last bytes of its ends say: a hash that
 * nobody can make collide takes longer than all else that finds one. NULL at first. */
static struct connection *recent[256];

static struct connection **recent_at(const struct end *a, const struct end *b)
{
    const unsigned last = a->address.length - 1u;
    const unsigned at = a->port + b->port + a->address.bytes[last] + b->address.bytes[last];
    return &recent[at % G_N_ELEMENTS(recent)];
}

static struct connection *find(const uint8_t *ends)
{
    uint8_t *known = g_hash_table_lookup(connections, ends);
    return known ? connection_with(known) : connection_new(ends);
}

struct connection *connections_between(const struct end *a, const struct end *b)
{
    struct connection **latest = recent_at(a, b);
    uint8_t ends[MAX_ENDS];

    write_ends(ends, a, b);
    if (!*latest || !ends_equal((*latest)->ends, ends))
        *latest = find(ends);
    renew_candidates(*latest, a, b);
    return *latest;
}

const struct candidates *connection_candidates(const struct connection *connection)
{
    return &connection->candidates;
}

struct history **connection_history(struct connection *connection)
{
    return &connection->history;
}

bool connections_any_signed(void)
{
    return any_signed;
}

bool connection_open(struct connection *connection, uint32_t number, uint32_t isn)
{
    return incarnations_open(&connection->incarnations, number, isn);
}

void connection_note(struct connection *connection, const struct segment *segment,
                     enum signing signing, const struct unsigned_counts *counts)
{
    struct incarnations *incarnations = &connection->incarnations;
    const bool is_signed = signing != SIGNING_NONE;

    incarnations->any |= is_signed;
    if (incarnations->any)
        usage_note(&incarnations->latest.usage, segment, signing, counts);
    any_signed |= is_signed;
}

enum signing connection_signing(const struct connection *connection, uint32_t number)
{
    return incarnations_signing(&connection->incarnations, number);
}

static void forget(void)
{
    any_signed = false;
    memset(recent, 0, sizeof recent);
    g_hash_table_remove_all(connections);
    shortlists_free(shortlists);
    shortlists = NULL;
}

static void end(void)
{
    g_hash_table_destroy(connections);
}

void connections_register(void)
{
    connections = g_hash_table_new_full(ends_hash, ends_equal, connection_free, NULL);
    register_cleanup_routine(forget);
    register_shutdown_routine(end);
}
