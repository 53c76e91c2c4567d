/* Finds keys by name and by the connections to which they apply.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "catalogue.h"

#include "keys/hash.h"
#include "timeline.h"

#include <string.h>

struct catalogue {
    GHashTable *by_name;    /* char * -> const struct key *, by name */
    GHashTable *by_service; /* const struct key * -> struct service *, by connections */
};

/* The keys that apply to the same connections in the same way. */
struct service {
    GTree *exact; /* const struct key *: one of each set that differs only in names */
    struct timeline *timeline;
};

static gint compare_secrets(const struct secret *one, const struct secret *other)
{
    size_t length, other_length;
    const uint8_t *bytes = secret_bytes(one, &length);
    const uint8_t *other_bytes = secret_bytes(other, &other_length);
    return length != other_length ? (length > other_length ? 1 : -1)
                                  : memcmp(bytes, other_bytes, length);
}

static gint compare_exactly(gconstpointer a, gconstpointer b)
{
    const struct key *one = a, *other = b;
    const gint order = overlap_compare(one, other);
    return order ? order : compare_secrets(one->secret, other->secret);
}

static struct service *service_new(void)
{
    struct service *service = g_new(struct service, 1);
    service->exact = g_tree_new(compare_exactly);
    service->timeline = timeline_new();
    return service;
}

static void service_free(void *data)
{
    struct service *service = data;
    timeline_free(service->timeline);
    g_tree_destroy(service->exact);
    g_free(service);
}

struct catalogue *catalogue_new(void)
{
    struct catalogue *catalogue = g_new(struct catalogue, 1);
    catalogue->by_name = g_hash_table_new(hash_text, g_str_equal);
    catalogue->by_service = g_hash_table_new_full(overlap_hash, overlap_equal, NULL, service_free);
    return catalogue;
}

void catalogue_free(struct catalogue *catalogue)
{
    g_hash_table_destroy(catalogue->by_service);
    g_hash_table_destroy(catalogue->by_name);
    g_free(catalogue);
}

void catalogue_add(struct catalogue *catalogue, const struct key *key)
{
    if (!g_hash_table_contains(catalogue->by_name, key->name))
        g_hash_table_insert(catalogue->by_name, key->name, (void *)key);
    if (!key->secret)
        return;
    struct service *service = g_hash_table_lookup(catalogue->by_service, key);
    if (!service) {
        service = service_new();
        g_hash_table_insert(catalogue->by_service, (void *)key, service);
    }
    if (!g_tree_lookup(service->exact, key))
        g_tree_insert(service->exact, (void *)key, (void *)key);
    timeline_add(service->timeline, key);
}

const struct key *catalogue_named(const struct catalogue *catalogue, const char *name)
{
    return g_hash_table_lookup(catalogue->by_name, name);
}

const struct key *catalogue_related(const struct catalogue *catalogue, const struct key *key,
                                    enum overlap *overlap)
{
    const struct service *service = g_hash_table_lookup(catalogue->by_service, key);
    const struct key *related = service ? g_tree_lookup(service->exact, key) : NULL;

    if (service && !related)
        related = timeline_conflict(service->timeline, key);
    *overlap = related ? overlap_of(key, related) : OVERLAP_NONE;
    return related;
}
