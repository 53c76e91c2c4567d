/* Items of one size that are kept until all are freed, such as one for each connection. They are
 * allocated in blocks, since an allocation of its own makes a small item a good deal larger.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_POOL_H
#define TCPAUTH_VERIFY_POOL_H

#include <glib.h>

struct pool;

/* Returns an empty pool for items of SIZE bytes. CLEAR frees what an item owns, but not the item.
 * Free with pool_free(). */
struct pool *pool_new(gsize size, GDestroyNotify clear);

/* Frees POOL with its items. */
void pool_free(struct pool *pool);

/* Returns a new item of zeros, aligned for pointers. Owned by POOL. */
void *pool_take(struct pool *pool);

#endif
