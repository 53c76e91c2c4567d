/* The connections of all sessions of a capture.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "streams.h"

#include "keys/hash.h"

#include <glib.h>
#include <string.h>

struct entry {
    struct stream_name name;
    struct stream stream;
    GList link; /* in the order of use */
};

struct streams {
    GHashTable *by_name; /* set of struct entry, owned, found by name */
    GQueue used;         /* the links of the entries, the last used at the end */
    unsigned limit;
};

static guint name_hash(gconstpointer data)
{
    return hash_bytes(0, data, sizeof(struct stream_name));
}

static gboolean name_equal(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, sizeof(struct stream_name)) == 0;
}

struct streams *streams_new(unsigned limit)
{
    G_STATIC_ASSERT(sizeof(struct stream_name) == sizeof(guint64));
    struct streams *streams = g_new(struct streams, 1);
    *streams = (struct streams){
        .by_name = g_hash_table_new_full(name_hash, name_equal, NULL, g_free),
        .used = G_QUEUE_INIT,
        .limit = limit,
    };
    return streams;
}

void streams_free(struct streams *streams)
{
    g_hash_table_destroy(streams->by_name);
    g_free(streams);
}

static struct entry *streams_add(struct streams *streams, const struct stream_name *name)
{
    struct entry *entry = g_new0(struct entry, 1);

    if (g_hash_table_size(streams->by_name) >= streams->limit) {
        const struct entry *oldest = g_queue_pop_head_link(&streams->used)->data;
        g_hash_table_remove(streams->by_name, &oldest->name);
    }
    entry->name = *name;
    entry->link.data = entry;
    g_hash_table_insert(streams->by_name, &entry->name, entry);
    return entry;
}

struct stream *streams_get(struct streams *streams, const struct stream_name *name, bool *known)
{
    struct entry *entry = g_hash_table_lookup(streams->by_name, name);

    *known = entry != NULL;
    if (entry)
        g_queue_unlink(&streams->used, &entry->link);
    else
        entry = streams_add(streams, name);
    g_queue_push_tail_link(&streams->used, &entry->link);
    return &entry->stream;
}
