/* What two keys are to each other.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "relation.h"

#include <string.h>

/* A prefix is made of bytes alone, so it has no padding. */
static bool prefix_equal(const struct prefix *a, const struct prefix *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

/* The ends stand in no order, but the key ids are as the first of them has them. */
static bool same_ends(const struct key *key, const struct key *other)
{
    return prefix_equal(&key->ends[0], &other->ends[0]) &&
           prefix_equal(&key->ends[1], &other->ends[1]) && key->send_id == other->send_id &&
           key->recv_id == other->recv_id;
}

static bool opposite_ends(const struct key *key, const struct key *other)
{
    return prefix_equal(&key->ends[0], &other->ends[1]) &&
           prefix_equal(&key->ends[1], &other->ends[0]) && key->send_id == other->recv_id &&
           key->recv_id == other->send_id;
}

gboolean relation_equal(gconstpointer key, gconstpointer other)
{
    const struct key *one = key, *two = other;
    return one->port == two->port && one->algorithm == two->algorithm &&
           one->options == two->options && (same_ends(one, two) || opposite_ends(one, two));
}

static guint prefix_hash(const struct prefix *prefix)
{
    guint hash = prefix->bits;
    for (unsigned i = 0; i < prefix->address.length; i++)
        hash = hash * 31 + prefix->address.bytes[i];
    return hash * 2654435761u;
}

/* The same in either order, as for the ends: sum and product tell the two ids. */
static guint ids_hash(int send_id, int recv_id)
{
    const guint one = (guint)(send_id - KEY_ANY_ID), other = (guint)(recv_id - KEY_ANY_ID);
    return ((one + other) * 65537u + one * other) * 2246822519u;
}

guint relation_hash(gconstpointer key)
{
    const struct key *one = key;
    return prefix_hash(&one->ends[0]) + prefix_hash(&one->ends[1]) +
           ids_hash(one->send_id, one->recv_id) + one->port;
}

static bool within(const struct key *key, const struct key *other)
{
    return other->from <= key->from && key->until <= other->until;
}

enum relation relation_of(const struct key *key, const struct key *other)
{
    if (!relation_equal(key, other))
        return RELATION_NONE;
    if (!secret_equal(key->secret, other->secret))
        return within(key, other) || within(other, key) ? RELATION_RIVAL : RELATION_NONE;
    return key->from == other->from && key->until == other->until ? RELATION_SAME : RELATION_NONE;
}
