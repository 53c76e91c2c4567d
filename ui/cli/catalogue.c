/* Keys found by name and by whom they serve.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "catalogue.h"

struct catalogue {
    GHashTable *by_name;    /* char * -> const struct key * */
    GHashTable *by_service; /* const struct key * -> GPtrArray of those that serve the same */
};

struct catalogue *catalogue_new(void)
{
    struct catalogue *catalogue = g_new(struct catalogue, 1);
    catalogue->by_name = g_hash_table_new(g_str_hash, g_str_equal);
    catalogue->by_service = g_hash_table_new_full(relation_hash, relation_equal, NULL,
                                                  (GDestroyNotify)g_ptr_array_unref);
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
    GPtrArray *keys = g_hash_table_lookup(catalogue->by_service, key);
    if (!keys) {
        keys = g_ptr_array_new();
        g_hash_table_insert(catalogue->by_service, (void *)key, keys);
    }
    g_ptr_array_add(keys, (void *)key);
}

const struct key *catalogue_named(const struct catalogue *catalogue, const char *name)
{
    return g_hash_table_lookup(catalogue->by_name, name);
}

const struct key *catalogue_related(const struct catalogue *catalogue, const struct key *key,
                                    enum relation *relation)
{
    const GPtrArray *keys = g_hash_table_lookup(catalogue->by_service, key);
    const struct key *related = NULL;

    *relation = RELATION_NONE;
    for (unsigned i = 0; keys && i < keys->len; i++) {
        const enum relation found = relation_of(key, keys->pdata[i]);
        if (found == RELATION_SAME || (found == RELATION_RIVAL && !related)) {
            related = keys->pdata[i];
            *relation = found;
        }
        if (found == RELATION_SAME)
            break;
    }
    return related;
}
