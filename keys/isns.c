/* The initial sequence numbers that a user knows.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "isns.h"

#include "hash.h"

#include <glib.h>
#include <string.h>

struct isns {
    GArray *list;       /* struct isn, in the order of addition */
    GHashTable *known;  /* set of struct isn, owned: those of LIST */
    GHashTable *by_end; /* struct end, owned -> GArray of uint32_t */
};

static guint end_hash(gconstpointer data)
{
    const struct end *end = data;
    return hash_bytes(end->port, &end->address, sizeof end->address);
}

static gboolean end_equal(gconstpointer a, gconstpointer b)
{
    const struct end *one = a, *other = b;
    return one->port == other->port &&
           memcmp(&one->address, &other->address, sizeof one->address) == 0;
}

static guint isn_hash(gconstpointer data)
{
    const struct isn *isn = data;
    return hash_bytes(end_hash(&isn->end), &isn->number, sizeof isn->number);
}

static gboolean isn_equal(gconstpointer a, gconstpointer b)
{
    const struct isn *one = a, *other = b;
    return one->number == other->number && end_equal(&one->end, &other->end);
}

static void numbers_free(gpointer numbers)
{
    g_array_free(numbers, TRUE);
}

struct isns *isns_new(void)
{
    struct isns *isns = g_new(struct isns, 1);
    isns->list = g_array_new(FALSE, FALSE, sizeof(struct isn));
    isns->known = g_hash_table_new_full(isn_hash, isn_equal, g_free, NULL);
    isns->by_end = g_hash_table_new_full(end_hash, end_equal, g_free, numbers_free);
    return isns;
}

void isns_free(struct isns *isns)
{
    if (!isns)
        return;
    g_hash_table_destroy(isns->by_end);
    g_hash_table_destroy(isns->known);
    g_array_free(isns->list, TRUE);
    g_free(isns);
}

static GArray *numbers_of(struct isns *isns, const struct end *end)
{
    GArray *numbers = g_hash_table_lookup(isns->by_end, end);
    if (!numbers) {
        numbers = g_array_new(FALSE, FALSE, sizeof(uint32_t));
        g_hash_table_insert(isns->by_end, g_memdup2(end, sizeof *end), numbers);
    }
    return numbers;
}

bool isns_add(struct isns *isns, const struct isn *isn)
{
    if (g_hash_table_contains(isns->known, isn))
        return false;
    g_hash_table_add(isns->known, g_memdup2(isn, sizeof *isn));
    g_array_append_val(isns->list, *isn);
    g_array_append_val(numbers_of(isns, &isn->end), isn->number);
    return true;
}

void isns_add_all(struct isns *isns, const struct isns *other)
{
    for (unsigned i = 0; i < isns_size(other); i++)
        isns_add(isns, isns_at(other, i));
}

unsigned isns_size(const struct isns *isns)
{
    return isns->list->len;
}

const struct isn *isns_at(const struct isns *isns, unsigned index)
{
    return &g_array_index(isns->list, struct isn, index);
}

unsigned isns_of(const struct isns *isns, const struct end *end, const uint32_t **numbers)
{
    const GArray *found = g_hash_table_lookup(isns->by_end, end);
    *numbers = found ? (const uint32_t *)(const void *)found->data : NULL;
    return found ? found->len : 0;
}
