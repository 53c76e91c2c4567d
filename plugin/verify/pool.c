/* Items of one size that are kept until all are freed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "pool.h"

#define BLOCK 64 /* items that are allocated at once */

struct pool {
    gsize size; /* of an item, a multiple of that of a pointer */
    GDestroyNotify clear;
    GPtrArray *blocks;
    guint used; /* items of the last block */
};

struct pool *pool_new(gsize size, GDestroyNotify clear)
{
    struct pool *pool = g_new(struct pool, 1);
    *pool = (struct pool){
        .size = (size + sizeof(void *) - 1) / sizeof(void *) * sizeof(void *),
        .clear = clear,
        .blocks = g_ptr_array_new_with_free_func(g_free),
        .used = BLOCK,
    };
    return pool;
}

void pool_free(struct pool *pool)
{
    for (guint i = 0; i < pool->blocks->len; i++) {
        char *block = pool->blocks->pdata[i];
        const guint used = i + 1 < pool->blocks->len ? BLOCK : pool->used;
        for (guint j = 0; j < used; j++)
            pool->clear(block + j * pool->size);
    }
    g_ptr_array_free(pool->blocks, TRUE);
    g_free(pool);
}

void *pool_take(struct pool *pool)
{
    if (pool->used == BLOCK) {
        g_ptr_array_add(pool->blocks, g_malloc0_n(BLOCK, pool->size));
        pool->used = 0;
    }
    char *block = pool->blocks->pdata[pool->blocks->len - 1];
    return block + pool->used++ * pool->size;
}
