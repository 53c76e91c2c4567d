/* The neighbors of a router, which inherit from peer groups.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "neighbors.h"

#include "inheritance.h"
#include "peer.h"
#include "keys/hash.h"

#include <string.h>

struct neighbors {
    const char *label;
    uint16_t port;
    char *source;
    GPtrArray *list;     /* struct neighbor *, owned */
    GHashTable *by_name; /* neighbor_id() -> struct neighbor */
    GHashTable *present; /* char *: an instance, "" for none, or family_of() one -> GPtrArray of
                            struct neighbor *: those that were not removed since, and others */
};

static void neighbor_free(struct neighbor *neighbor)
{
    g_free(neighbor->name);
    g_free(neighbor->instance);
    g_free(neighbor->group);
    g_free(neighbor->second_group);
    g_free(neighbor->source);
    g_free(neighbor);
}

struct neighbors *neighbors_new(const char *label, uint16_t port)
{
    struct neighbors *neighbors = g_new0(struct neighbors, 1);
    neighbors->label = label;
    neighbors->port = port;
    neighbors->list = g_ptr_array_new_with_free_func((GDestroyNotify)neighbor_free);
    neighbors->by_name = g_hash_table_new_full(hash_text, g_str_equal, g_free, NULL);
    neighbors->present =
        g_hash_table_new_full(hash_text, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    return neighbors;
}

void neighbors_free(struct neighbors *neighbors)
{
    g_hash_table_destroy(neighbors->by_name);
    g_hash_table_destroy(neighbors->present);
    g_ptr_array_free(neighbors->list, TRUE);
    g_free(neighbors->source);
    g_free(neighbors);
}

/* Returns the key of BY_NAME. The newline is unambiguous, because no word contains one. */
static char *neighbor_id(const char *instance, const char *name)
{
    return g_strconcat(instance ? instance : "", "\n", name, NULL);
}

static struct neighbor *lookup(const struct neighbors *neighbors, const char *instance,
                               const char *name)
{
    char *id = neighbor_id(instance, name);
    struct neighbor *neighbor = g_hash_table_lookup(neighbors->by_name, id);
    g_free(id);
    return neighbor;
}

/* Returns NAME in a uniform spelling if it is an address, otherwise unchanged. An address with a
 * zone ("fe80::1%eth0") is unchanged too. Free with g_free(). */
static char *spell(const char *name)
{
    struct prefix address;
    if (!strpbrk(name, ":/")) /* IPv4 addresses have one spelling */
        return g_strdup(name);
    return !strchr(name, '%') && peer_parse(name, &address) ? prefix_text(&address)
                                                            : g_strdup(name);
}

static void add_present(struct neighbors *neighbors, const char *list, struct neighbor *neighbor)
{
    GPtrArray *present = g_hash_table_lookup(neighbors->present, list);
    if (!present) {
        present = g_ptr_array_new();
        g_hash_table_insert(neighbors->present, g_strdup(list), present);
    }
    g_ptr_array_add(present, neighbor);
}

/* Returns the key of PRESENT for the neighbors of INSTANCE with an address of one family. The
 * newline is unambiguous. Free with g_free(). */
static char *family_of(const char *instance, bool is_ipv6)
{
    return g_strconcat(instance, is_ipv6 ? "\n6" : "\n4", NULL);
}

static void set_present(struct neighbors *neighbors, struct neighbor *neighbor)
{
    struct prefix address;
    add_present(neighbors, neighbor->instance ? neighbor->instance : "", neighbor);
    if (neighbor->instance && peer_parse(neighbor->name, &address)) {
        char *family = family_of(neighbor->instance, address.address.length > 4);
        add_present(neighbors, family, neighbor);
        g_free(family);
    }
    neighbor->removed = false;
}

struct neighbor *neighbors_add(struct neighbors *neighbors, const char *instance, const char *name)
{
    struct neighbor *neighbor = g_new0(struct neighbor, 1);
    neighbor->name = spell(name);
    neighbor->instance = g_strdup(instance);
    neighbor->label = neighbors->label;
    neighbor->port = neighbors->port;
    g_ptr_array_add(neighbors->list, neighbor);
    set_present(neighbors, neighbor);
    return neighbor;
}

struct neighbor *neighbors_get(struct neighbors *neighbors, const char *instance, const char *name)
{
    char *spelling = spell(name);
    struct neighbor *neighbor = lookup(neighbors, instance, spelling);
    if (!neighbor) {
        neighbor = neighbors_add(neighbors, instance, spelling);
        g_hash_table_insert(neighbors->by_name, neighbor_id(instance, spelling), neighbor);
    }
    g_free(spelling);
    if (neighbor->removed)
        set_present(neighbors, neighbor);
    return neighbor;
}

void neighbor_remove(struct neighbor *neighbor)
{
    neighbor_set(&neighbor->group, NULL);
    neighbor_set(&neighbor->second_group, NULL);
    neighbor_set(&neighbor->source, NULL);
    neighbor->kind = NEIGHBOR_NAMED;
    neighbor->password = NULL;
    neighbor->any_port = neighbor->optional = neighbor->has_as = false;
    neighbor->created = 0;
    neighbor->removed = neighbor->absent = true;
}

static void remove_present(const GPtrArray *present)
{
    for (guint i = 0; present && i < present->len; i++)
        neighbor_remove(present->pdata[i]);
}

void neighbors_remove_in(struct neighbors *neighbors, const char *instance)
{
    instance = instance ? instance : "";
    remove_present(g_hash_table_lookup(neighbors->present, instance));
    g_hash_table_remove(neighbors->present, instance);
}

void neighbors_remove_family(struct neighbors *neighbors, const char *instance, bool is_ipv6)
{
    char *family = family_of(instance, is_ipv6);
    neighbors_remove_in(neighbors, family);
    g_free(family);
}

void neighbors_remove_all(struct neighbors *neighbors)
{
    GHashTableIter iter;
    void *present;
    g_hash_table_iter_init(&iter, neighbors->present);
    while (g_hash_table_iter_next(&iter, NULL, &present))
        remove_present(present);
    g_hash_table_remove_all(neighbors->present);
}

void neighbor_set(char **text, const char *value)
{
    char *copy = g_strdup(value);
    g_free(*text);
    *text = copy;
}

char *neighbor_instance(struct word vrf)
{
    return vrf.length > 0 ? g_strdup_printf("vrf %.*s", (int)vrf.length, vrf.at) : NULL;
}

void neighbor_set_group(struct neighbor *neighbor, struct word name, unsigned line)
{
    g_free(neighbor->group);
    neighbor->group = name.length > 0 ? word_dup(name) : NULL;
    neighbor->group_line = line;
}

void neighbors_set_source(struct neighbors *neighbors, const char *source)
{
    neighbor_set(&neighbors->source, source);
}

/* Returns the peer group NAME of NEIGHBOR, or NULL. */
static const struct neighbor *named_group(const struct neighbors *neighbors,
                                          const struct neighbor *neighbor, const char *name)
{
    const struct neighbor *group = name ? lookup(neighbors, neighbor->instance, name) : NULL;
    return group || !name ? group : lookup(neighbors, NULL, name);
}

const struct neighbor *neighbors_group(const struct neighbors *neighbors,
                                       const struct neighbor *neighbor)
{
    return named_group(neighbors, neighbor, neighbor->group);
}

static const struct neighbor *second_of(const struct neighbors *neighbors,
                                        const struct neighbor *neighbor)
{
    return named_group(neighbors, neighbor, neighbor->second_group);
}

/* Returns the peer group of NEIGHBOR, or NULL if there is none or the router refuses it. */
static const struct neighbor *group_of(const struct neighbors *neighbors,
                                       const struct neighbor *neighbor)
{
    const struct neighbor *group = neighbors_group(neighbors, neighbor);
    return group && (group->created == 0 || group->created < neighbor->group_line) ? group : NULL;
}

static bool is_range(const char *name)
{
    return strchr(name, '/');
}

static void unnumbered_ends(const struct neighbor *neighbor, const struct interfaces *interfaces,
                            struct prefix ends[static 2])
{
    struct ip_address address;
    if (neighbor->kind == NEIGHBOR_UNNUMBERED &&
        interfaces_far_end(interfaces, neighbor->name, &address)) {
        ends[1] = prefix_of(&address, 32);
        ends[0] = interfaces_source(interfaces, neighbor->name, &ends[1]);
    } else {
        prefix_parse("fe80::/10", &ends[1], NULL);
    }
}

/* Sets the ends of NEIGHBOR's sessions. Returns false if NEIGHBOR is a peer group. Neighbors in a
 * range may connect to any address of the router, unless NEIGHBOR is APART. */
static bool find_ends(const struct neighbor *neighbor, const char *source,
                      const struct interfaces *interfaces, struct prefix ends[static 2])
{
    const bool has_address = peer_parse(neighbor->name, &ends[1]);
    if (source && neighbor->apart && peer_parse(source, &ends[0]))
        ends[0] = peer_source(source, &ends[1]);
    else if (source && has_address && (neighbor->apart || !is_range(neighbor->name)))
        ends[0] = interfaces_source(interfaces, source, &ends[1]);
    if (has_address)
        return true;
    if (neighbor->kind == NEIGHBOR_NAMED)
        return false;
    if (neighbor->kind != NEIGHBOR_ANY)
        unnumbered_ends(neighbor, interfaces, ends);
    return true;
}

/* The settings of a neighbor, its own and inherited ones. */
struct settings {
    const char *source;           /* or NULL */
    const struct neighbor *owner; /* the owner of the password, or NULL */
    const struct neighbor
        *orphan; /* the neighbor whose peer group is missing or created too late, or NULL */
    unsigned refused_kinds; /* of secrets that it does not inherit */
    bool removed, any_port;
};

static void own_settings(const void *heir, void *data, void *neighbors)
{
    const struct neighbor *neighbor = heir;
    const bool has_group = (!neighbor->group || group_of(neighbors, neighbor)) &&
                           (!neighbor->second_group || second_of(neighbors, neighbor));
    *(struct settings *)data = (struct settings){
        .source = neighbor->source,
        .owner = neighbor->password ? neighbor : NULL,
        .orphan = has_group ? NULL : neighbor,
        .refused_kinds = neighbor->refused_kinds,
        .removed = neighbor->removed,
        .any_port = neighbor->any_port,
    };
}

static void add_lenders(const void *heir, GPtrArray *lenders, void *neighbors)
{
    const struct neighbor *groups[] = {group_of(neighbors, heir), second_of(neighbors, heir)};
    for (unsigned i = 0; i < G_N_ELEMENTS(groups); i++)
        if (groups[i])
            g_ptr_array_add(lenders, (void *)groups[i]);
}

static void inherit(void *data, const void *lent)
{
    struct settings *settings = data;
    const struct settings *group = lent;

    settings->source = settings->source ? settings->source : group->source;
    if (!settings->owner && group->owner &&
        !(settings->refused_kinds & group->owner->password_kind))
        settings->owner = group->owner;
    settings->refused_kinds |= group->refused_kinds;
    if (!settings->orphan && group->orphan && !group->orphan->group_kind)
        settings->orphan = group->orphan;
    settings->removed = settings->removed || group->removed;
    settings->any_port = settings->any_port || group->any_port;
}

static const struct inheritance_rules rules = {sizeof(struct settings), own_settings, add_lenders,
                                               inherit};

static void visit_neighbor(const struct neighbors *neighbors, const struct neighbor *neighbor,
                           const struct settings *settings, const struct interfaces *interfaces,
                           struct peering *peering)
{
    const char *source = settings->source ? settings->source : neighbors->source;
    if (settings->removed || !settings->owner ||
        !find_ends(neighbor, source, interfaces, peering->ends))
        return;
    peering->owner = settings->owner;
    peering->optional = neighbor->optional || settings->owner->optional;
    peering->instance = neighbor->instance;
    peering->name = g_strconcat(neighbor->label, neighbor->name, neighbor->instance ? " " : "",
                                neighbor->instance, NULL);
    peering->port = settings->any_port ? KEY_ANY_PORT : neighbor->port;
}

static void report_missing(const struct import *import, unsigned line, const char *kind)
{
    import_problem(import, line, "its %s is not configured here", kind ? kind : "peer group");
}

/* Adds the problem that the peer group of ORPHAN is missing or created too late. */
static void report_orphan(const struct neighbors *neighbors, const struct neighbor *orphan,
                          const struct import *import)
{
    const struct neighbor *group = neighbors_group(neighbors, orphan);
    if (group && !group_of(neighbors, orphan))
        import_problem(import, orphan->group_line,
                       "the router refuses this line: its peer group is created below, by line %u",
                       group->created);
    else if (orphan->group && !group)
        report_missing(import, orphan->group_line, orphan->group_kind);
    if (orphan->second_group && !second_of(neighbors, orphan))
        report_missing(import, orphan->second_line, orphan->second_kind);
}

void neighbors_visit(const struct neighbors *neighbors, const struct interfaces *interfaces,
                     const struct import *import, peering_visitor visit, void *data)
{
    struct inheritance *inheritance = inheritance_new(&rules, (void *)neighbors);
    for (unsigned i = 0; i < neighbors->list->len; i++) {
        const struct neighbor *neighbor = neighbors->list->pdata[i];
        const struct settings *settings = inheritance_settings(inheritance, neighbor);
        struct peering peering = {0};

        visit_neighbor(neighbors, neighbor, settings, interfaces, &peering);
        if (peering.name)
            visit(&peering, import, data);
        else if (settings->orphan && !settings->owner && !settings->removed)
            report_orphan(neighbors, settings->orphan, import);
        g_free(peering.name);
    }
    inheritance_free(inheritance);
}

struct key *peering_key(const struct peering *peering, const struct import *import, unsigned line)
{
    struct key *key = import_key(import, line, peering->name);
    key->ends[0] = peering->ends[0];
    key->ends[1] = peering->ends[1];
    key->port = peering->port;
    key->signature = peering->optional ? KEY_SIGNATURE_OPTIONAL : KEY_SIGNATURE_REQUIRED;
    import_set_instance(key, peering->instance);
    return key;
}

struct key *peering_copy(const struct peering *peering, const struct key *key)
{
    struct key *copy = key_copy(key);
    g_free(copy->name);
    copy->name = import_name(peering->name);
    copy->ends[0] = peering->ends[0];
    copy->ends[1] = peering->ends[1];
    copy->port = peering->port;
    import_set_instance(copy, peering->instance);
    return copy;
}
