/* The variants of several keys, each made once.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "variants.h"

/* A secret of a key's variants; NULL if there is no such variant. */
struct made {
    struct secret *secret;
    const char *difference;
};

struct variants {
    GHashTable *by_key; /* const struct key -> variant_count() struct made */
    unsigned most;
};

static void free_all(gpointer data)
{
    struct made *all = data;
    for (unsigned i = 0; i < variant_count(); i++)
        secret_free(all[i].secret);
    g_free(all);
}

struct variants *variants_new(unsigned most)
{
    struct variants *variants = g_new(struct variants, 1);
    variants->by_key = g_hash_table_new_full(NULL, NULL, NULL, free_all);
    variants->most = most;
    return variants;
}

void variants_free(struct variants *variants)
{
    if (!variants)
        return;
    g_hash_table_destroy(variants->by_key);
    g_free(variants);
}

static struct made *make_all(const struct key *key)
{
    struct made *all = g_new(struct made, variant_count());
    for (unsigned i = 0; i < variant_count(); i++)
        all[i].secret = variant_of(key, i, &all[i].difference);
    return all;
}

struct secret *variants_of(struct variants *variants, const struct key *key, unsigned number,
                           const char **difference)
{
    struct made *all = g_hash_table_lookup(variants->by_key, key);

    if (!all && g_hash_table_size(variants->by_key) == variants->most)
        return variant_of(key, number, difference);
    if (!all) {
        all = make_all(key);
        g_hash_table_insert(variants->by_key, (gpointer)key, all);
    }
    *difference = all[number].difference;
    return secret_copy(all[number].secret);
}
