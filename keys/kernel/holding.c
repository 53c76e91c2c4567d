/* The keys held by the sockets of one network namespace.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "holding.h"

#include "keys/import/import.h"
#include "keys/overlap.h"

#include <string.h>

struct holding {
    char *name;                /* of the namespace; NULL for our own */
    struct keyring *listening; /* the keys of listeners */
    GPtrArray *connected;      /* struct key *: of connections; both ends are addresses */
    GHashTable *known;         /* set of struct key *: the different keys of both */
};

/* Returns true if two keys apply to the same connections and have the same secret. */
static gboolean same_key(gconstpointer a, gconstpointer b)
{
    const struct key *one = a, *other = b;
    return overlap_equal(one, other) && secret_equal(one->secret, other->secret);
}

struct holding *holding_new(const char *name)
{
    struct holding *holding = g_new(struct holding, 1);
    *holding = (struct holding){
        .name = g_strdup(name),
        .listening = keyring_new(),
        .connected = g_ptr_array_new_with_free_func((GDestroyNotify)key_free),
        .known = g_hash_table_new(overlap_hash, same_key),
    };
    return holding;
}

void holding_free(struct holding *holding)
{
    g_hash_table_destroy(holding->known);
    g_ptr_array_free(holding->connected, TRUE);
    keyring_free(holding->listening);
    g_free(holding->name);
    g_free(holding);
}

static struct prefix prefix_of_end(const struct end *end)
{
    return prefix_of(&end->address, 8u * end->address.length);
}

static bool prefix_contains_address(const struct prefix *prefix, const struct ip_address *address)
{
    if (prefix->address.length != address->length)
        return false;
    const struct prefix masked = prefix_of(address, prefix->bits);
    return memcmp(&masked.address, &prefix->address, sizeof masked.address) == 0;
}

/* Returns the port of the service: the lower one, since the system chooses the other. */
static uint16_t port_of(const struct answer *answer)
{
    return answer->is_listener ? answer->local.port : MIN(answer->local.port, answer->remote.port);
}

/* Returns a key for PEER without a secret. */
static struct key *new_key(const struct holding *holding, const struct answer *answer,
                           const struct prefix *peer)
{
    char *address = prefix_text(peer);
    char *text = holding->name ? g_strconcat(holding->name, " ", address, NULL) : g_strdup(address);
    char *origin = holding->name ? g_strconcat("the kernel, namespace ", holding->name, NULL)
                                 : g_strdup("the kernel");
    char *name = import_name(text), *shown = import_name(origin);
    struct key *key = key_new(name, shown);

    key->port = port_of(answer);
    key->ends[0] = prefix_of_end(&answer->local);
    key->ends[1] = answer->is_listener ? *peer : prefix_of_end(&answer->remote);
    g_free(shown);
    g_free(name);
    g_free(origin);
    g_free(text);
    g_free(address);
    return key;
}

/* Adds KEY, of which it takes ownership, unless it is known. */
static void holding_keep(struct holding *holding, struct key *key, bool is_listener)
{
    if (!key_check(key, NULL) || g_hash_table_contains(holding->known, key)) {
        key_free(key);
        return;
    }
    g_hash_table_add(holding->known, key);
    if (is_listener)
        keyring_add(holding->listening, key);
    else
        g_ptr_array_add(holding->connected, key);
}

unsigned holding_add(struct holding *holding, const struct answer *answer)
{
    unsigned malformed = 0;
    for (unsigned i = 0; i < answer->key_count; i++) {
        struct prefix peer;
        struct secret *secret = NULL;
        if (!answer_key(answer, i, &peer, &secret)) {
            malformed++;
        } else if (answer->is_listener || prefix_contains_address(&peer, &answer->remote.address)) {
            struct key *key = new_key(holding, answer, &peer);
            key->secret = secret;
            holding_keep(holding, key, answer->is_listener);
        } else {
            secret_free(secret); /* it signs nothing on this connection */
        }
    }
    return malformed;
}

/* Returns true if the listener of KEY's connection has the same secret for it. */
static bool is_inherited(const struct holding *holding, const struct key *key, GPtrArray *found)
{
    const struct end local = {key->ends[0].address, key->port};
    const struct end remote = {key->ends[1].address, key->port};
    bool inherited = false;

    g_ptr_array_set_size(found, 0);
    keyring_candidates(holding->listening, &local, &remote, found);
    for (unsigned i = 0; i < found->len; i++)
        inherited |= secret_equal(((const struct key *)found->pdata[i])->secret, key->secret);
    return inherited;
}

void holding_hand_over(const struct holding *holding, struct keyring *ring)
{
    GPtrArray *found = g_ptr_array_new();
    for (unsigned i = 0; i < keyring_size(holding->listening); i++)
        keyring_add(ring, key_copy(keyring_key(holding->listening, i)));
    for (unsigned i = 0; i < holding->connected->len; i++)
        if (!is_inherited(holding, holding->connected->pdata[i], found))
            keyring_add(ring, key_copy(holding->connected->pdata[i]));
    g_ptr_array_free(found, TRUE);
}
