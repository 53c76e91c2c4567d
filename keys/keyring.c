/* All keys at hand, found by hashing a connection's addresses cut to each prefix length in use.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keyring.h"

#include <string.h>

/* The two ends of a key in a fixed order, so that either order of a connection finds it. */
struct pair {
    struct prefix low, high;
};

struct keyring {
    GPtrArray *keys;     /* owned, in the order added */
    GHashTable *by_pair; /* struct pair -> GPtrArray of keys */
    GArray *shapes;      /* struct pair: the combinations of family and prefix length in use; only
                            these two are looked at */
};

/* Shape first, so that keys of one shape keep their ends in one order. */
static int prefix_compare(const struct prefix *a, const struct prefix *b)
{
    if (a->address.length != b->address.length)
        return a->address.length - b->address.length;
    if (a->bits != b->bits)
        return a->bits - b->bits;
    return memcmp(a->address.bytes, b->address.bytes, sizeof a->address.bytes);
}

static struct pair pair_of(struct prefix a, struct prefix b)
{
    return prefix_compare(&a, &b) <= 0 ? (struct pair){a, b} : (struct pair){b, a};
}

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
        if (prefix_same_shape(&shape->low, &pair->low) &&
            prefix_same_shape(&shape->high, &pair->high))
            return;
    }
    g_array_append_val(shapes, *pair);
}

void keyring_add(struct keyring *ring, struct key *key)
{
    const struct pair pair = pair_of(key->ends[0], key->ends[1]);
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

/* ADDRESS cut to the length of SHAPE; false if it is of another family. */
static bool cut(const struct ip_address *address, const struct prefix *shape, struct prefix *prefix)
{
    const struct ip_address none = {0};
    if (shape->address.length == 0)
        address = &none;
    *prefix = prefix_of(address, shape->bits);
    return address->length == shape->address.length;
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
        struct prefix low, high;

        if (cut(&a->address, &shape->low, &low) && cut(&b->address, &shape->high, &high)) {
            const struct pair pair = pair_of(low, high);
            append_fitting(ring, &pair, a, b, keys);
        }
        if (prefix_same_shape(&shape->low, &shape->high))
            continue; /* the other order is the same pair */
        if (cut(&b->address, &shape->low, &low) && cut(&a->address, &shape->high, &high)) {
            const struct pair pair = pair_of(low, high);
            append_fitting(ring, &pair, a, b, keys);
        }
    }
    g_ptr_array_sort(keys, by_preference);
}
