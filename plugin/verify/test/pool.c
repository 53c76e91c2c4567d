/* Tests a pool of items.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/verify/pool.h"

#include <string.h>

#define ITEMS 1000

static unsigned cleared[ITEMS];

struct item {
    unsigned *number; /* points into CLEARED */
    char rest[9];     /* whose length is no multiple of that of a pointer */
};

static void clear(gpointer data)
{
    const struct item *item = data;
    (*item->number)++;
}

/* Each item is zero at first, has its own place, and is cleared once. */
static void test_items(void)
{
    struct pool *pool = pool_new(sizeof(struct item), clear);
    struct item *items[ITEMS];

    for (unsigned i = 0; i < ITEMS; i++) {
        items[i] = pool_take(pool);
        g_assert_cmpuint((gsize)items[i] % sizeof(void *), ==, 0);
        g_assert_null(items[i]->number);
        for (unsigned j = 0; j < sizeof items[i]->rest; j++)
            g_assert_cmpint(items[i]->rest[j], ==, 0);
        memset(items[i], 0xff, sizeof *items[i]);
        items[i]->number = &cleared[i];
    }
    for (unsigned i = 0; i < ITEMS; i++) {
        g_assert_true(items[i]->number == &cleared[i]);
        g_assert_cmpuint(cleared[i], ==, 0);
    }
    pool_free(pool);
    for (unsigned i = 0; i < ITEMS; i++)
        g_assert_cmpuint(cleared[i], ==, 1);
}

static void test_an_empty_pool(void)
{
    pool_free(pool_new(sizeof(struct item), clear));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/pool/items", test_items);
    g_test_add_func("/pool/empty", test_an_empty_pool);
    return g_test_run();
}
