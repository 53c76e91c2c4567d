/* The security associations that setkey(8) adds and deletes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "associations.h"

#include "peer.h"

#include <string.h>

struct associations {
    GPtrArray *all;      /* struct association *, owned; the deleted have no secret */
    GHashTable *by_pair; /* names of both ends, in one order -> GPtrArray of them */
};

static void association_free(struct association *association)
{
    secret_free(association->secret);
    g_free(association);
}

struct associations *associations_new(void)
{
    struct associations *associations = g_new(struct associations, 1);
    associations->all = g_ptr_array_new_with_free_func((GDestroyNotify)association_free);
    associations->by_pair =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    return associations;
}

void associations_free(struct associations *associations)
{
    g_hash_table_destroy(associations->by_pair);
    g_ptr_array_free(associations->all, TRUE);
    g_free(associations);
}

/* Those between the two ends, in either direction. */
static GPtrArray *between(struct associations *associations, const struct prefix ends[static 2])
{
    char *a = peer_text(&ends[0]), *b = peer_text(&ends[1]);
    char *name = strcmp(a, b) < 0 ? g_strconcat(a, " ", b, NULL) : g_strconcat(b, " ", a, NULL);
    GPtrArray *found = g_hash_table_lookup(associations->by_pair, name);

    g_free(a);
    g_free(b);
    if (found) {
        g_free(name);
        return found;
    }
    found = g_ptr_array_new();
    g_hash_table_insert(associations->by_pair, name, found);
    return found;
}

static bool same_ends(const struct association *a, const struct association *b)
{
    return memcmp(a->ends, b->ends, sizeof a->ends) == 0;
}

bool associations_add(struct associations *associations, const struct association *association)
{
    GPtrArray *pair = between(associations, association->ends);
    for (unsigned i = 0; i < pair->len; i++) {
        const struct association *other = pair->pdata[i];
        if (other->secret && other->spi == association->spi && same_ends(other, association)) {
            secret_free(association->secret);
            return false;
        }
    }
    struct association *added = g_memdup2(association, sizeof *association);
    g_ptr_array_add(associations->all, added);
    g_ptr_array_add(pair, added);
    return true;
}

static void drop(struct association *association)
{
    secret_free(association->secret);
    association->secret = NULL;
}

void associations_delete(struct associations *associations, const struct association *association,
                         bool any_spi)
{
    GPtrArray *pair = between(associations, association->ends);
    for (unsigned i = pair->len; i-- > 0;) {
        struct association *other = pair->pdata[i];
        if (same_ends(other, association) && (any_spi || other->spi == association->spi)) {
            drop(other);
            g_ptr_array_remove_index(pair, i);
        }
    }
}

void associations_flush(struct associations *associations)
{
    g_hash_table_remove_all(associations->by_pair);
    g_ptr_array_set_size(associations->all, 0);
}

static bool same_secret(const struct secret *a, const struct secret *b)
{
    size_t length, other_length;
    const uint8_t *bytes = secret_bytes(a, &length), *other = secret_bytes(b, &other_length);
    return length == other_length && memcmp(bytes, other, length) == 0;
}

/* Has one before it between the same ends the same secret? */
static bool is_repeated(const GPtrArray *pair, const struct association *association)
{
    for (unsigned i = 0; pair->pdata[i] != association; i++) {
        const struct association *before = pair->pdata[i];
        if (before->port == association->port && same_secret(before->secret, association->secret))
            return true;
    }
    return false;
}

/* Neither end is known to be the router's own, so the name tells both. */
static void hand_over(const struct association *association, const struct import *import)
{
    char *from = peer_text(&association->ends[0]), *to = peer_text(&association->ends[1]);
    char *name = g_strconcat(from, " ", to, NULL);
    struct key *key = import_key(import, association->line, name);
    size_t length;
    const uint8_t *bytes = secret_bytes(association->secret, &length);

    key->ends[0] = association->ends[0];
    key->ends[1] = association->ends[1];
    key->port = association->port;
    key->secret = secret_new(bytes, length);
    import_add(import, key);
    g_free(name);
    g_free(to);
    g_free(from);
}

void associations_import(struct associations *associations, const struct import *import)
{
    for (unsigned i = 0; i < associations->all->len; i++) {
        const struct association *association = associations->all->pdata[i];
        if (association->secret &&
            !is_repeated(between(associations, association->ends), association))
            hand_over(association, import);
    }
}
