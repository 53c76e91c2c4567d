/* All keys at hand, found by hashing a connection's addresses cut to each prefix length in use.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keyring.h"

#include <string.h>

/* The two ends of a key, in the order in which it has them. */
struct pair {
    struct prefix ends[2];
};

struct keyring {
    GPtrArray *keys;     /* owned, in the order added */
    GHashTable *by_pair; /* struct pair -> GPtrArray of keys */
    GArray *shapes;      /* struct pair: one for each combination of families and prefix lengths in
                            use; nothing else of it is looked at */
};

static bool prefix_same_shape(const struct prefix *a, const struct prefix *b)
{
    return a->address.length == b->address.length && a->bits == b->bits;
}

static gboolean pair_equal(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, sizeof(struct pair)) == 0;
}

/* FNV-1a. A pair is made of bytes alone, so it has no padding. */
static guint pair_hash(gconstpointer data)
{
    const uint8_t *bytes = data;
    guint hash = 2166136261u;
    G_STATIC_ASSERT(sizeof(struct pair) == 2 * (1 + 16 + 1));

    for (size_t i = 0; i < sizeof(struct pair); i++)
        hash = (hash ^ bytes[i]) * 16777619u;
    return hash;
}

struct keyring *keyring_new(void)
{
    struct keyring *ring = g_new(struct keyring, 1);
    ring->keys = g_ptr_array_new_with_free_func((GDestroyNotify)key_free);
    ring->by_pair =
        g_hash_table_new_full(pair_hash, pair_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    ring->shapes = g_array_new(FALSE, FALSE, sizeof(struct pair));
    return ring;
}

void keyring_free(struct keyring *ring)
{
    if (!ring)
        return;
    g_hash_table_destroy(ring->by_pair);
    g_array_free(ring->shapes, TRUE);
    g_ptr_array_free(ring->keys, TRUE);
    g_free(ring);
}

static void add_shape(GArray *shapes, const struct pair *pair)
{
    for (unsigned i = 0; i < shapes->len; i++) {
        const struct pair *shape = &g_array_index(shapes, struct pair, i);
        if (prefix_same_shape(&shape->ends[0], &pair->ends[0]) &&
            prefix_same_shape(&shape->ends[1], &pair->ends[1]))
            return;
    }
    g_array_append_val(shapes, *pair);
}

void keyring_add(struct keyring *ring, struct key *key)
{
    const struct pair pair = {{key->ends[0], key->ends[1]}};
    GPtrArray *keys = g_hash_table_lookup(ring->by_pair, &pair);

    if (!keys) {
        keys = g_ptr_array_new();
        g_hash_table_insert(ring->by_pair, g_memdup2(&pair, sizeof pair), keys);
        add_shape(ring->shapes, &pair);
    }
    key->place = ring->keys->len;
    g_ptr_array_add(keys, key);
    g_ptr_array_add(ring->keys, key);
}

unsigned keyring_size(const struct keyring *ring)
{
    return ring->keys->len;
}

const struct key *keyring_key(const struct keyring *ring, unsigned place)
{
    return ring->keys->pdata[place];
}

/* ADDRESS cut to the length of SHAPE; false if it is of another family. */
static bool cut(const struct ip_address *address, const struct prefix *shape, struct prefix *prefix)
{
    const struct ip_address none = {0};
    if (shape->address.length == 0)
        address = &none;
    if (address->length != shape->address.length)
        return false;
    *prefix = prefix_of(address, shape->bits);
    return true;
}

/* The ends that a key of SHAPE must have for its first to fit A and its second to fit B; false if
 * one is of another family. */
static bool cut_both(const struct end *a, const struct end *b, const struct pair *shape,
                     struct pair *pair)
{
    return cut(&a->address, &shape->ends[0], &pair->ends[0]) &&
           cut(&b->address, &shape->ends[1], &pair->ends[1]);
}

static void append_fitting(const struct keyring *ring, const struct pair *pair, const struct end *a,
                           const struct end *b, GPtrArray *found)
{
    const GPtrArray *keys = g_hash_table_lookup(ring->by_pair, pair);
    for (unsigned i = 0; keys && i < keys->len; i++)
        if (key_fits_ports(keys->pdata[i], a->port, b->port))
            g_ptr_array_add(found, keys->pdata[i]);
}

static gint by_preference(gconstpointer a, gconstpointer b)
{
    const struct key *first = *(struct key *const *)a, *second = *(struct key *const *)b;
    const unsigned bits = key_specificity(first), other_bits = key_specificity(second);

    if (bits != other_bits)
        return bits > other_bits ? -1 : 1;
    if ((first->port != KEY_ANY_PORT) != (second->port != KEY_ANY_PORT))
        return first->port != KEY_ANY_PORT ? -1 : 1;
    if (first->from != second->from)
        return first->from > second->from ? -1 : 1;
    return first->place < second->place ? -1 : 1;
}

void keyring_candidates(const struct keyring *ring, const struct end *a, const struct end *b,
                        GPtrArray *keys)
{
    for (unsigned i = 0; i < ring->shapes->len; i++) {
        const struct pair *shape = &g_array_index(ring->shapes, struct pair, i);
        struct pair pair, reverse;
        const bool fits = cut_both(a, b, shape, &pair);
        const bool fits_reverse = cut_both(b, a, shape, &reverse);

        if (fits)
            append_fitting(ring, &pair, a, b, keys);
        /* both addresses in both prefixes give the same pair twice */
        if (fits_reverse && !(fits && pair_equal(&pair, &reverse)))
            append_fitting(ring, &reverse, a, b, keys);
    }
    g_ptr_array_sort(keys, by_preference);
}
