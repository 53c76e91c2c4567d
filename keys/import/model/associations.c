/* The security associations that setkey(8) adds and deletes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "associations.h"

#include "peer.h"

#include <string.h>

struct associations {
    GPtrArray *all; /* struct association *, owned; deleted ones have no secret */
    GTree *present; /* those not deleted, sorted by their ends, then by their SPI */
};

static void association_free(struct association *association)
{
    secret_free(association->secret);
    g_free(association);
}

/* memcmp() is safe here: a struct prefix consists of bytes and has no padding. */
static int compare_ends(const struct association *a, const struct association *b)
{
    return memcmp(a->ends, b->ends, sizeof a->ends);
}

static gint compare(gconstpointer a, gconstpointer b)
{
    const struct association *one = a, *other = b;
    const int ends = compare_ends(one, other);
    return ends ? ends : (one->spi > other->spi) - (one->spi < other->spi);
}

struct associations *associations_new(void)
{
    struct associations *associations = g_new(struct associations, 1);
    associations->all = g_ptr_array_new_with_free_func((GDestroyNotify)association_free);
    associations->present = g_tree_new(compare);
    return associations;
}

void associations_free(struct associations *associations)
{
    g_tree_destroy(associations->present);
    g_ptr_array_free(associations->all, TRUE);
    g_free(associations);
}

bool associations_add(struct associations *associations, const struct association *association)
{
    if (g_tree_lookup(associations->present, association)) {
        secret_free(association->secret);
        return false;
    }
    struct association *added = g_memdup2(association, sizeof *association);
    g_ptr_array_add(associations->all, added);
    g_tree_insert(associations->present, added, added);
    return true;
}

/* Returns the first association with the ends of ASSOCIATION and at least its SPI, or NULL. */
static struct association *next_between(const struct associations *associations,
                                        const struct association *association)
{
    GTreeNode *node = g_tree_lower_bound(associations->present, association);
    struct association *found = node ? g_tree_node_value(node) : NULL;
    return found && compare_ends(found, association) == 0 ? found : NULL;
}

void associations_delete(struct associations *associations, const struct association *association,
                         bool any_spi)
{
    struct association wanted = *association, *found;
    if (any_spi)
        wanted.spi = 0;
    while ((found = next_between(associations, &wanted)) && (any_spi || found->spi == wanted.spi)) {
        g_tree_remove(associations->present, found);
        secret_free(found->secret);
        found->secret = NULL;
    }
}

void associations_flush(struct associations *associations)
{
    g_tree_remove_all(associations->present);
    g_ptr_array_set_size(associations->all, 0);
}

static int compare_secrets(const struct secret *a, const struct secret *b)
{
    size_t length, other_length;
    const uint8_t *bytes = secret_bytes(a, &length), *other = secret_bytes(b, &other_length);
    return length != other_length ? (length > other_length ? 1 : -1) : memcmp(bytes, other, length);
}

/* Returns 0 if A and B make the same key, in the same or in opposite directions. It compares them
 * instead of using a hash, because a hash would reveal something about the secret. */
static gint compare_keys(gconstpointer a, gconstpointer b)
{
    const struct association *one = a, *other = b;
    const bool swap = memcmp(&one->ends[0], &one->ends[1], sizeof one->ends[0]) > 0;
    const bool swap_other = memcmp(&other->ends[0], &other->ends[1], sizeof other->ends[0]) > 0;
    int order = 0;

    for (unsigned i = 0; i < 2 && !order; i++)
        order = memcmp(&one->ends[i != swap], &other->ends[i != swap_other], sizeof one->ends[0]);
    if (!order)
        order = one->port - other->port;
    return order ? order : compare_secrets(one->secret, other->secret);
}

/* Adds the key of ASSOCIATION. Either end may be the router's own, so the key's name has both. */
static void hand_over(const struct association *association, const struct import *import)
{
    char *from = prefix_text(&association->ends[0]), *to = prefix_text(&association->ends[1]);
    char *name = g_strconcat(from, " ", to, NULL);
    struct key *key = import_key(import, association->line, name);

    key->ends[0] = association->ends[0];
    key->ends[1] = association->ends[1];
    key->port = association->port;
    key->secret = secret_copy(association->secret);
    import_add(import, key);
    g_free(name);
    g_free(to);
    g_free(from);
}

void associations_import(struct associations *associations, const struct import *import)
{
    GTree *told = g_tree_new(compare_keys);
    for (unsigned i = 0; i < associations->all->len; i++) {
        struct association *association = associations->all->pdata[i];
        if (!association->secret || g_tree_lookup(told, association))
            continue;
        g_tree_insert(told, association, association);
        hand_over(association, import);
    }
    g_tree_destroy(told);
}
