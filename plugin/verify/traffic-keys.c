/* The traffic keys used last.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "traffic-keys.h"

#include "kdf.h"
#include "keys/hash.h"

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
    GQueue by_use;       /* the entries, last used first; the first two in any order */
    unsigned most;
    /* Handles that get one key after the other, since opening one costs more than to use it; NULL
     * until needed. */
    struct kdf *kdfs[KEY_ALGORITHMS];
    struct mac *derived[MAC_FUNCTIONS];
};

static guint origin_hash(gconstpointer data)
{
    return hash_record(data, sizeof(struct origin) / sizeof(uint32_t));
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
    for (unsigned i = 0; i < KEY_ALGORITHMS; i++)
        kdf_free(keys->kdfs[i]);
    for (unsigned i = 0; i < MAC_FUNCTIONS; i++)
        mac_free(keys->derived[i]);
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
    memcpy(origin.addresses[0], context->from.bytes, sizeof context->from.bytes);
    memcpy(origin.addresses[1], context->to.bytes, sizeof context->to.bytes);
    return origin;
}

/* Derives KEY, the traffic key of MASTER_KEY for ALGORITHM in CONTEXT. Returns false on error. */
static bool derive_key(struct traffic_keys *keys, enum key_algorithm algorithm,
                       const struct secret *master_key, const struct traffic_context *context,
                       struct traffic_key *key)
{
    struct kdf **kdf = &keys->kdfs[algorithm];

    if (*kdf)
        return kdf_set_key(*kdf, master_key) && kdf_derive(*kdf, context, key);
    *kdf = kdf_new(algorithm, master_key);
    return *kdf && kdf_derive(*kdf, context, key);
}

/* Returns the handle of FUNCTION for derived keys, with KEY, or NULL on error. */
static struct mac *derived_mac(struct traffic_keys *keys, enum mac_function function,
                               const struct span *key)
{
    struct mac **mac = &keys->derived[function];

    if (*mac)
        return mac_set_key(*mac, key) ? *mac : NULL;
    return *mac = mac_new(function, key);
}

struct mac *traffic_keys_derive(struct traffic_keys *keys, enum key_algorithm algorithm,
                                const struct secret *master_key,
                                const struct traffic_context *context)
{
    const enum mac_function function = traffic_key_function(algorithm);
    struct traffic_key key;
    struct span span;

    if (kdf_derivations[context->derivation].plain) {
        span.bytes = secret_bytes(master_key, &span.length);
        return derived_mac(keys, function, &span);
    }
    if (!derive_key(keys, algorithm, master_key, context, &key))
        return NULL;
    struct mac *mac = derived_mac(keys, function, &(struct span){key.bytes, key.length});
    traffic_key_wipe(&key);
    return mac;
}

/* Returns a new handle with the traffic key of KEY in CONTEXT, or NULL on error. */
static struct mac *open_key(struct traffic_keys *keys, const struct key *key,
                            const struct traffic_context *context)
{
    struct traffic_key derived;

    if (kdf_derivations[context->derivation].plain) {
        struct span span;
        span.bytes = secret_bytes(key->secret, &span.length);
        return mac_new(traffic_key_function(key->algorithm), &span);
    }
    if (!derive_key(keys, key->algorithm, key->secret, context, &derived))
        return NULL;
    struct mac *mac = traffic_key_open(&derived);
    traffic_key_wipe(&derived);
    return mac;
}

/* Returns the entry of ORIGIN if it is one of the first two in BY_USE, or NULL. These are mostly
 * those of a connection's two directions, and to compare them costs less than to hash ORIGIN. */
static const struct entry *recent_of(const struct traffic_keys *keys, const struct origin *origin)
{
    const GList *link = keys->by_use.head;

    for (unsigned i = 0; link && i < 2; i++, link = link->next) {
        const struct entry *entry = link->data;
        if (origin_equal(&entry->origin, origin))
            return entry;
    }
    return NULL;
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
    const struct entry *recent = recent_of(keys, &origin);

    if (recent)
        return recent->mac;
    struct entry *entry = g_hash_table_lookup(keys->entries, &origin);
    if (entry) {
        g_queue_unlink(&keys->by_use, &entry->link);
    } else {
        if (g_hash_table_size(keys->entries) == keys->most)
            drop_oldest(keys);
        entry = g_new0(struct entry, 1);
        entry->origin = origin;
        entry->mac = open_key(keys, key, context);
        entry->link.data = entry;
        g_hash_table_add(keys->entries, entry);
    }
    g_queue_push_head_link(&keys->by_use, &entry->link);
    return entry->mac;
}
