/* What is remembered while a capture is open, all of it in Wireshark's file scope.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "recall.h"

#include "settings.h"

#include <string.h>

/* One use of a pair of ends, from the SYN that opens it to the SYN that opens the next. */
struct incarnation {
    uint32_t first_frame; /* 0 if it was open when the capture began */
    uint32_t isn;
    struct usage usage;
    struct incarnation *before;
};

struct connection {
    struct candidates candidates;
    struct incarnation *latest;
    struct history *history;
};

static wmem_map_t *connections; /* ends in a fixed order -> struct connection */
static bool any_signed;

/* The key of CONNECTIONS: two ends in a fixed order, without padding. */
struct ends {
    uint16_t port[2];
    struct ip_address address[2];
};

/* Of the addresses only the bytes in use: most are IPv4. */
static guint ends_hash(gconstpointer data)
{
    const struct ends *ends = data;
    const struct ip_address *low = &ends->address[0], *high = &ends->address[1];
    uint8_t bytes[sizeof ends->port + sizeof low->bytes + sizeof high->bytes];

    G_STATIC_ASSERT(sizeof(struct ends) == 2 * (2 + 1 + 16));
    memcpy(bytes, ends->port, sizeof ends->port);
    memcpy(bytes + sizeof ends->port, low->bytes, low->length);
    memcpy(bytes + sizeof ends->port + low->length, high->bytes, high->length);
    return wmem_strong_hash(bytes, sizeof ends->port + low->length + high->length);
}

static gboolean ends_equal(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, sizeof(struct ends)) == 0;
}

uint8_t recall_direction(const struct end *from, const struct end *to)
{
    const int order = memcmp(&from->address, &to->address, sizeof from->address);
    return order > 0 || (order == 0 && from->port > to->port);
}

static struct ends ends_of(const struct end *a, const struct end *b)
{
    if (recall_direction(a, b)) {
        const struct end *first = b;
        b = a;
        a = first;
    }
    return (struct ends){{a->port, b->port}, {a->address, b->address}};
}

static struct connection *connection_new(const struct end *a, const struct end *b)
{
    struct connection *connection = wmem_new0(wmem_file_scope(), struct connection);
    GPtrArray *keys = g_ptr_array_new();

    keyring_candidates(settings_keyring(), a, b, keys);
    connection->candidates.locked = settings_keyring_is_locked();
    connection->candidates.count = keys->len;
    connection->candidates.keys =
        wmem_memdup(wmem_file_scope(), keys->pdata, keys->len * sizeof keys->pdata[0]);
    g_ptr_array_free(keys, TRUE);
    return connection;
}

/* Connections that were looked up lately, each where the last bytes of its ends say: a hash that
 * nobody can make collide takes longer than all else that finds one. */
static struct recent {
    struct ends ends;
    struct connection *connection; /* NULL at first */
} recent[256];

static struct recent *recent_at(const struct ends *ends)
{
    const struct ip_address *low = &ends->address[0], *high = &ends->address[1];
    const unsigned at =
        ends->port[0] + ends->port[1] + low->bytes[low->length - 1] + high->bytes[high->length - 1];
    return &recent[at % G_N_ELEMENTS(recent)];
}

static struct connection *find(const struct end *a, const struct end *b, const struct ends *ends)
{
    struct connection *connection = wmem_map_lookup(connections, ends);

    if (!connection) {
        connection = connection_new(a, b);
        wmem_map_insert(connections, wmem_memdup(wmem_file_scope(), ends, sizeof *ends),
                        connection);
    }
    return connection;
}

struct connection *recall_connection(const struct end *a, const struct end *b)
{
    const struct ends ends = ends_of(a, b);
    struct recent *latest = recent_at(&ends);

    if (!latest->connection || !ends_equal(&latest->ends, &ends))
        *latest = (struct recent){ends, find(a, b, &ends)};
    return latest->connection;
}

const struct candidates *recall_candidates(const struct connection *connection)
{
    return &connection->candidates;
}

struct history **recall_history(struct connection *connection)
{
    return &connection->history;
}

bool recall_any_signed(void)
{
    return any_signed;
}

static struct incarnation *add_incarnation(struct connection *connection, uint32_t number,
                                           uint32_t isn)
{
    struct incarnation *latest = wmem_new(wmem_file_scope(), struct incarnation);
    *latest = (struct incarnation){number, isn, {0}, connection->latest};
    return connection->latest = latest;
}

static bool is_unsigned(const struct incarnation *incarnation)
{
    return !incarnation || usage_signing(&incarnation->usage) == SIGNING_NONE;
}

bool recall_open(struct connection *connection, uint32_t number, uint32_t isn)
{
    struct incarnation *latest = connection->latest;
    if (latest && latest->isn == isn)
        return false; /* a retransmission, or another point of capture */

    /* Of unsigned incarnations in a row only the last can still turn out to be signed; frames
     * before it then count as the one before, unsigned too. So a flood of SYNs takes no memory. */
    if (latest && is_unsigned(latest) && is_unsigned(latest->before)) {
        latest->first_frame = number;
        latest->isn = isn;
        latest->usage = (struct usage){0};
    } else {
        add_incarnation(connection, number, isn);
    }
    return true;
}

void recall_note(struct connection *connection, const struct segment *segment, enum signing signing,
                 const struct unsigned_counts *counts)
{
    const bool is_signed = signing != SIGNING_NONE;
    struct incarnation *latest = connection->latest;

    if (!latest && is_signed)
        latest = add_incarnation(connection, 0, 0);
    if (latest)
        usage_note(&latest->usage, segment, signing, counts);
    any_signed |= is_signed;
}

enum signing recall_signing(const struct connection *connection, uint32_t number)
{
    const struct incarnation *incarnation = connection->latest;
    while (incarnation && incarnation->first_frame > number)
        incarnation = incarnation->before;
    return incarnation ? usage_signing(&incarnation->usage) : SIGNING_NONE;
}

static void forget(void)
{
    any_signed = false;
    memset(recent, 0, sizeof recent);
}

void recall_register(void)
{
    connections =
        wmem_map_new_autoreset(wmem_epan_scope(), wmem_file_scope(), ends_hash, ends_equal);
    register_cleanup_routine(forget);
}
