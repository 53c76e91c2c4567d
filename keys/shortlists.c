/* Lists of candidates, shared by connections.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "shortlists.h"

#include "hash.h"

/* The maximum number of pointers in all lists, and the overhead of a list in pointers. */
#define MAX_POINTERS (1u << 20)
#define OVERHEAD     32

struct shortlist {
    struct keyring_class class;
    struct candidates candidates;
    GPtrArray *keys; /* those of CANDIDATES */
};

struct shortlists {
    const struct keyring *ring;
    bool locked;
    GHashTable *by_class; /* set of struct shortlist */
    size_t pointers;
    unsigned edition;
};

static guint class_hash(gconstpointer data)
{
    const struct keyring_class *class = data;
    return hash_bytes(hash_bytes(0, class->ports, sizeof class->ports), class->prefixes,
                      sizeof class->prefixes);
}

static gboolean class_equal(gconstpointer a, gconstpointer b)
{
    const struct keyring_class *one = a, *other = b;
    return one->prefixes[0] == other->prefixes[0] && one->prefixes[1] == other->prefixes[1] &&
           one->ports[0] == other->ports[0] && one->ports[1] == other->ports[1];
}

static void shortlist_free(gpointer data)
{
    struct shortlist *list = data;
    g_ptr_array_free(list->keys, TRUE);
    g_free(list);
}

struct shortlists *shortlists_new(const struct keyring *ring, bool locked)
{
    G_STATIC_ASSERT(offsetof(struct shortlist, class) == 0);
    struct shortlists *shortlists = g_new0(struct shortlists, 1);
    shortlists->ring = ring;
    shortlists->locked = locked;
    shortlists->by_class = g_hash_table_new_full(class_hash, class_equal, shortlist_free, NULL);
    shortlists->edition = 1;
    return shortlists;
}

void shortlists_free(struct shortlists *shortlists)
{
    if (!shortlists)
        return;
    g_hash_table_destroy(shortlists->by_class);
    g_free(shortlists);
}

static struct shortlist *shortlist_new(const struct shortlists *shortlists, const struct end *a,
                                       const struct end *b)
{
    struct shortlist *list = g_new(struct shortlist, 1);
    list->class = keyring_class_of(shortlists->ring, a, b);
    list->keys = g_ptr_array_new();
    keyring_candidates(shortlists->ring, a, b, list->keys);
    list->candidates = (struct candidates){
        .keys = (const struct key *const *)list->keys->pdata,
        .count = list->keys->len,
        .locked = shortlists->locked,
    };
    return list;
}

/* Adds LIST, of which it takes ownership. */
static void shortlists_keep(struct shortlists *shortlists, struct shortlist *list)
{
    const size_t pointers = list->candidates.count + OVERHEAD;

    if (shortlists->pointers > 0 && shortlists->pointers + pointers > MAX_POINTERS) {
        g_hash_table_remove_all(shortlists->by_class);
        shortlists->pointers = 0;
        shortlists->edition++;
    }
    shortlists->pointers += pointers;
    g_hash_table_add(shortlists->by_class, list);
}

const struct candidates *shortlists_between(struct shortlists *shortlists, const struct end *a,
                                            const struct end *b)
{
    const struct keyring_class class = keyring_class_of(shortlists->ring, a, b);
    struct shortlist *list = g_hash_table_lookup(shortlists->by_class, &class);

    if (!list) {
        list = shortlist_new(shortlists, a, b);
        shortlists_keep(shortlists, list);
    }
    return &list->candidates;
}

unsigned shortlists_edition(const struct shortlists *shortlists)
{
    return shortlists->edition;
}
