/* The key chains of GoBGP's gobgpd:
 *
 *     [[keychains]]
 *         config.name = "fabric"
 *         [[keychains.keys]]
 *             [keychains.keys.config]
 *                 key-id = 1
 *                 receive-id = 11
 *                 crypto-algorithm = "hmac_sha_1_96"
 *                 secret-key = "c2VjcmV0"
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "gobgp-keychain.h"

#include "keys/import/model/key-words.h"
#include "keys/import/removed.h"

#include <string.h>

#define LONGEST 80 /* bytes, the kernel's TCP_AO_MAXKEYLEN */

/* NULL if there is nothing at PATH. */
static const char *text_at(const struct gobgp_keychain *keychain, const struct node *table,
                           const char *path)
{
    const struct node *node = document_at(keychain->document, table, path);
    return node ? node->text : NULL;
}

static const struct node *keys_of(const struct gobgp_keychain *keychain)
{
    return document_member(keychain->document, keychain->chain, "keys");
}

unsigned gobgp_keychain_length(const struct gobgp_keychain *keychain)
{
    const struct node *keys = keys_of(keychain);
    return keys && keys->kind == NODE_LIST ? keys->items->len : keys != NULL;
}

/* Sets a KeyID of KEY, which must be there. */
static bool set_id(const struct gobgp_keychain *keychain, const struct node *item, struct key *key,
                   enum key_attribute attribute)
{
    const char *path = attribute == KEY_SEND_ID ? "config.key-id" : "config.receive-id";
    const struct node *id = document_at(keychain->document, item, path);
    char decimal[24];

    if (!id || id->kind != NODE_BARE || !node_integer(id, decimal)) {
        import_problem(keychain->import, id ? id->line : item->line,
                       "a key of a key chain has a key-id and a receive-id, which are numbers");
        return false;
    }
    return import_set(keychain->import, id->line, key, attribute, decimal);
}

static void set_algorithm(const struct gobgp_keychain *keychain, const struct node *item,
                          struct key *key)
{
    const char *name = text_at(keychain, item, "config.crypto-algorithm");
    key_read_algorithm(key,
                       (struct word){.at = name ? name : "", .length = name ? strlen(name) : 0});
}

static bool refuse(const struct gobgp_keychain *keychain, const struct node *secret)
{
    import_problem(keychain->import, secret->line,
                   "a secret-key is base64 of 1 to %d bytes, in quotes", LONGEST);
    return false;
}

static bool is_removed(const struct node *text)
{
    struct secret *secret = secret_new(text->text, text->length);
    const bool is = removed_is(secret);
    secret_free(secret);
    return is;
}

static bool set_secret(const struct gobgp_keychain *keychain, const struct node *item,
                       struct key *key)
{
    const struct node *secret = document_at(keychain->document, item, "config.secret-key");
    size_t length;

    if (!secret) {
        import_problem(keychain->import, item->line, "a key of a key chain has no secret-key");
        return false;
    }
    if (secret->kind != NODE_TEXT)
        return refuse(keychain, secret);
    if (is_removed(secret))
        key->withheld = REMOVED_REASON;
    if (key->withheld)
        return true;
    if (strlen(secret->text) == secret->length)
        key->secret = secret_from_base64(secret->text, NULL);
    if (!key->secret)
        return refuse(keychain, secret);
    secret_bytes(key->secret, &length);
    return (0 < length && length <= LONGEST) || refuse(keychain, secret);
}

static void set_options(const struct gobgp_keychain *keychain, const struct node *item,
                        struct key *key)
{
    const char *excluded = text_at(keychain, item, "config.exclude-tcp-options");
    key->options =
        excluded && strcmp(excluded, "true") == 0 ? KEY_OPTIONS_EXCLUDED : KEY_OPTIONS_INCLUDED;
}

/* The chain's name tells its keys from those of other sessions, the SendID from one another. */
static void set_chain(const struct gobgp_keychain *keychain, struct key *key)
{
    char *chain = import_name(text_at(keychain, keychain->chain, "config.name"));
    char *number = g_strdup_printf("%d", key->send_id);

    import_tell_apart(key, chain, number);
    import_set_chain(key, chain, number);
    if (key->send_id == keychain->preferred)
        key->preference = KEY_PREFERRED;
    g_free(number);
    g_free(chain);
}

static struct key *key_of(const struct gobgp_keychain *keychain, const struct node *item,
                          const struct key *model)
{
    const struct node *secret = document_at(keychain->document, item, "config.secret-key");
    struct key *key = import_key(keychain->import, secret ? secret->line : item->line, model->name);

    key->ends[0] = model->ends[0];
    key->ends[1] = model->ends[1];
    key->port = model->port;
    if (set_id(keychain, item, key, KEY_SEND_ID) && set_id(keychain, item, key, KEY_RECV_ID)) {
        set_chain(keychain, key);
        set_algorithm(keychain, item, key);
        set_options(keychain, item, key);
        if (set_secret(keychain, item, key))
            return key;
    }
    key_free(key);
    return NULL;
}

void gobgp_keychain_add(const struct gobgp_keychain *keychain, const struct key *model)
{
    const struct node *keys = keys_of(keychain), *item;

    for (unsigned i = 0; (item = node_item(keys, i)); i++) {
        struct key *key = key_of(keychain, item, model);
        if (key)
            import_add(keychain->import, key);
    }
}
