/* The traffic keys used last.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "traffic-keys.h"

#include "kdf.h"

#include <string.h>

/* The input from which a traffic key is derived. It has no padding, since it is compared as
 * bytes. */
struct origin {
    const struct key *key;
    uint8_t addresses[2][16];
    uint16_t ports[2];
    uint32_t isns[2];
    uint16_t address_length, derivation;
};
G_STATIC_ASSERT(sizeof(struct origin) == sizeof(struct key *) + 2 * 16 + 2 * 2 + 2 * 4 + 2 * 2);

struct entry {
    struct origin origin;
    struct mac *mac; /* NULL if the traffic key could not be derived */
    GList link;      /* in BY_USE */
};

struct traffic_keys {
    GHashTable *entries; /* set of struct entry, found by ORIGIN, its first member */
    GQueue by_use;       /* the entries, last used first */
    unsigned most;
};

static guint origin_hash(gconstpointer data)
{
    const uint32_t *words = data;
    guint hash = 2166136261u; /* hash of Fowler, Noll and Vo (FNV) */
    for (size_t i = 0; i < sizeof(struct origin) / sizeof *words; i++)
        hash = (hash ^ words[i]) * 16777619u;
    return hash ^ hash >> 15;
}

static gboolean origin_equal(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, sizeof(struct origin)) == 0;
}

static void entry_free(gpointer data)
{
    struct entry *entry = data;
    mac_free(entry->mac);
    g_free(entry);
}

struct traffic_keys *traffic_keys_new(unsigned most)
{
    struct traffic_keys *keys = g_new0(struct traffic_keys, 1);
    keys->most = most;
    keys->entries = g_hash_table_new_full(origin_hash, origin_equal, entry_free, NULL);
    return keys;
}

void traffic_keys_free(struct traffic_keys *keys)
{
    if (!keys)
        return;
    g_hash_table_destroy(keys->entries);
    g_free(keys);
}

static struct origin origin_of(const struct key *key, const struct traffic_context *context)
{
    struct origin origin = {
        .key = key,
        .ports = {context->from_port, context->to_port},
        .isns = {context->from_isn, context->to_isn},
        .address_length = context->from.length,
        .derivation = (uint16_t)context->derivation,
    };
    memcpy(origin.addresses[0], context->from.bytes, context->from.length);
    memcpy(origin.addresses[1], context->to.bytes, context->to.length);
    return origin;
}

static struct mac *open_plain(enum key_algorithm algorithm, const struct secret *master_key)
{
    struct span key;
    key.bytes = secret_bytes(master_key, &key.length);
    return mac_new(traffic_key_function(algorithm), &key);
}

struct mac *traffic_key_derive(enum key_algorithm algorithm, const struct secret *master_key,
                               const struct traffic_context *context)
{
    if (kdf_derivations[context->derivation].plain)
        return open_plain(algorithm, master_key);
    struct kdf *kdf = kdf_new(algorithm, master_key);
    struct traffic_key traffic_key;
    struct mac *mac = NULL;

    if (kdf && kdf_derive(kdf, context, &traffic_key)) {
        mac = traffic_key_open(&traffic_key);
        traffic_key_wipe(&traffic_key);
    }
    kdf_free(kdf);
    return mac;
}

static void drop_oldest(struct traffic_keys *keys)
{
    struct entry *oldest = keys->by_use.tail->data;
    g_queue_unlink(&keys->by_use, &oldest->link);
    g_hash_table_remove(keys->entries, &oldest->origin);
}

struct mac *traffic_keys_find(struct traffic_keys *keys, const struct key *key,
                              const struct traffic_context *context)
{
    const struct origin origin = origin_of(key, context);
    struct entry *entry = g_hash_table_lookup(keys->entries, &origin);

    if (entry) {
        g_queue_unlink(&keys->by_use, &entry->link);
    } else {
        if (g_hash_table_size(keys->entries) == keys->most)
            drop_oldest(keys);
        entry = g_new0(struct entry, 1);
        entry->origin = origin;
        entry->mac = traffic_key_derive(key->algorithm, key->secret, context);
        entry->link.data = entry;
        g_hash_table_add(keys->entries, entry);
    }
    g_queue_push_head_link(&keys->by_use, &entry->link);
    return entry->mac;
}
