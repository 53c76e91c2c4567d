/* A set of keys, which are found by the prefixes that contain a connection's addresses.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keyring.h"

#include "prefixes.h"
#include "hash.h"

#include <string.h>

/* The keys between two prefixes, with one port or without a port. */
struct bond {
    struct named_prefix *ends[2]; /* in the order of their memory addresses */
    uint16_t port;                /* of either end, or KEY_ANY_PORT */
    GPtrArray *keys;
    struct bond *next[2]; /* next bond in the list of each end; only the first is used if both ends
                             are the same */
};

struct keyring {
    GPtrArray *keys; /* owned, in the order of addition */
    struct prefixes *prefixes;
    GHashTable *bonds; /* set of struct bond */
    GHashTable *ports; /* set of ports that keys name */
    struct isns *isns;
};

static guint bond_hash(gconstpointer data)
{
    const struct bond *bond = data;
    return hash_bytes(bond->port, bond->ends, sizeof bond->ends);
}

static gboolean bond_equal(gconstpointer a, gconstpointer b)
{
    const struct bond *one = a, *other = b;
    return one->ends[0] == other->ends[0] && one->ends[1] == other->ends[1] &&
           one->port == other->port;
}

static void bond_free(gpointer data)
{
    struct bond *bond = data;
    g_ptr_array_free(bond->keys, TRUE);
    g_free(bond);
}

struct keyring *keyring_new(void)
{
    struct keyring *ring = g_new(struct keyring, 1);
    ring->keys = g_ptr_array_new_with_free_func((GDestroyNotify)key_free);
    ring->prefixes = prefixes_new();
    ring->bonds = g_hash_table_new_full(bond_hash, bond_equal, bond_free, NULL);
    ring->ports = g_hash_table_new(NULL, NULL);
    ring->isns = isns_new();
    return ring;
}

void keyring_free(struct keyring *ring)
{
    if (!ring)
        return;
    isns_free(ring->isns);
    g_hash_table_destroy(ring->ports);
    g_hash_table_destroy(ring->bonds);
    prefixes_free(ring->prefixes);
    g_ptr_array_free(ring->keys, TRUE);
    g_free(ring);
}

/* Returns the bond between A and B, in either order, to be looked up in BONDS. */
static struct bond bond_of(struct named_prefix *a, struct named_prefix *b, uint16_t port)
{
    const bool rises = (uintptr_t)a <= (uintptr_t)b;
    return (struct bond){.ends = {rises ? a : b, rises ? b : a}, .port = port};
}

static void link_bond(struct bond *bond)
{
    for (unsigned i = 0; i < (bond->ends[0] == bond->ends[1] ? 1 : 2); i++) {
        bond->next[i] = bond->ends[i]->bonds;
        bond->ends[i]->bonds = bond;
        bond->ends[i]->count++;
    }
}

void keyring_add(struct keyring *ring, struct key *key)
{
    const struct bond wanted = bond_of(prefixes_add(ring->prefixes, &key->ends[0]),
                                       prefixes_add(ring->prefixes, &key->ends[1]), key->port);
    struct bond *bond = g_hash_table_lookup(ring->bonds, &wanted);

    if (!bond) {
        bond = g_memdup2(&wanted, sizeof wanted);
        bond->keys = g_ptr_array_new();
        g_hash_table_add(ring->bonds, bond);
        link_bond(bond);
    }
    if (key->port != KEY_ANY_PORT)
        g_hash_table_add(ring->ports, GUINT_TO_POINTER(key->port));
    key->index = ring->keys->len;
    g_ptr_array_add(bond->keys, key);
    g_ptr_array_add(ring->keys, key);
}

unsigned keyring_size(const struct keyring *ring)
{
    return ring->keys->len;
}

const struct key *keyring_key(const struct keyring *ring, unsigned index)
{
    return ring->keys->pdata[index];
}

unsigned keyring_usable(const struct keyring *ring)
{
    unsigned count = 0;
    for (unsigned i = 0; i < keyring_size(ring); i++)
        count += keyring_key(ring, i)->secret != NULL;
    return count;
}

/* A search for the keys between two ends. */
struct inquiry {
    const struct keyring *ring;
    const struct end *a, *b;
    struct named_prefix *near_b[MAX_NEAR_PREFIXES]; /* the prefixes that contain B */
    unsigned count;
    GPtrArray *found;
};

static void inquiry_take(const struct inquiry *inquiry, const struct bond *bond)
{
    for (unsigned i = 0; bond && i < bond->keys->len; i++)
        g_ptr_array_add(inquiry->found, bond->keys->pdata[i]);
}

/* Adds the keys between NEAR_A, which contains A, and any prefix that contains B, by checking all
 * bonds of NEAR_A. */
static void take_fitting(const struct inquiry *inquiry, const struct named_prefix *near_a)
{
    for (const struct bond *bond = near_a->bonds; bond;) {
        const unsigned own = bond->ends[0] == near_a ? 0 : 1;
        if ((bond->port == KEY_ANY_PORT || bond->port == inquiry->a->port ||
             bond->port == inquiry->b->port) &&
            prefix_contains(&bond->ends[!own]->prefix, &inquiry->b->address))
            inquiry_take(inquiry, bond);
        bond = bond->next[own];
    }
}

static void take_between(const struct inquiry *inquiry, struct named_prefix *near_a,
                         struct named_prefix *near_b, uint16_t port)
{
    const struct bond wanted = bond_of(near_a, near_b, port);
    inquiry_take(inquiry, g_hash_table_lookup(inquiry->ring->bonds, &wanted));
}

/* Adds the same keys by looking up each prefix that contains B. */
static void take_each(const struct inquiry *inquiry, struct named_prefix *near_a)
{
    const uint16_t port = inquiry->a->port, other_port = inquiry->b->port;

    for (unsigned i = 0; i < inquiry->count; i++) {
        take_between(inquiry, near_a, inquiry->near_b[i], KEY_ANY_PORT);
        if (port != KEY_ANY_PORT)
            take_between(inquiry, near_a, inquiry->near_b[i], port);
        if (other_port != KEY_ANY_PORT && other_port != port)
            take_between(inquiry, near_a, inquiry->near_b[i], other_port);
    }
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
    return (first->index > second->index) - (first->index < second->index);
}

/* Sorts KEYS. In most connections, the keys are in order already, since there is one bond. */
static void sort_by_specificity(GPtrArray *keys)
{
    for (unsigned i = 1; i < keys->len; i++)
        if (by_preference(&keys->pdata[i - 1], &keys->pdata[i]) > 0) {
            g_ptr_array_sort(keys, by_preference);
            return;
        }
}

/* Removes duplicates from KEYS, which must be sorted. A key is found twice if each of its prefixes
 * contains both ends. */
static void remove_duplicates(GPtrArray *keys)
{
    unsigned kept = 0;
    for (unsigned i = 0; i < keys->len; i++)
        if (i == 0 || keys->pdata[i] != keys->pdata[kept - 1])
            keys->pdata[kept++] = keys->pdata[i];
    g_ptr_array_set_size(keys, (gint)kept);
}

void keyring_candidates(const struct keyring *ring, const struct end *a, const struct end *b,
                        GPtrArray *keys)
{
    struct inquiry inquiry = {.ring = ring, .a = a, .b = b, .found = keys};
    struct named_prefix *near_a[MAX_NEAR_PREFIXES];
    const unsigned count = prefixes_around(ring->prefixes, &a->address, near_a, MAX_NEAR_PREFIXES);

    inquiry.count = prefixes_around(ring->prefixes, &b->address, inquiry.near_b, MAX_NEAR_PREFIXES);
    for (unsigned i = 0; i < count; i++)
        if (near_a[i]->count <= inquiry.count)
            take_fitting(&inquiry, near_a[i]);
        else
            take_each(&inquiry, near_a[i]);
    sort_by_specificity(keys);
    remove_duplicates(keys);
}

/* Returns PORT if a key names it, otherwise KEY_ANY_PORT. */
static uint16_t named_port(const struct keyring *ring, uint16_t port)
{
    return g_hash_table_contains(ring->ports, GUINT_TO_POINTER(port)) ? port : KEY_ANY_PORT;
}

struct keyring_class keyring_class_of(const struct keyring *ring, const struct end *a,
                                      const struct end *b)
{
    const uint16_t port = named_port(ring, a->port), other_port = named_port(ring, b->port);
    struct named_prefix *near_a = NULL, *near_b = NULL;

    prefixes_around(ring->prefixes, &a->address, &near_a, 1);
    prefixes_around(ring->prefixes, &b->address, &near_b, 1);
    const bool rises = (uintptr_t)near_a <= (uintptr_t)near_b;
    return (struct keyring_class){
        .prefixes = {(uintptr_t)(rises ? near_a : near_b), (uintptr_t)(rises ? near_b : near_a)},
        .ports = {MIN(port, other_port), MAX(port, other_port)},
    };
}

struct isns *keyring_isns(const struct keyring *ring)
{
    return ring->isns;
}
