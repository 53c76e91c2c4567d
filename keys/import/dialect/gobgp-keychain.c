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

/* Returns the text at PATH, or NULL if there is none. */
static const char *text_at(const struct gobgp_keychain *keychain, const struct node *table,
                           const char *path)
{
    const struct node *node = document_at(keychain->document, table, path);
    return node ? node->text : NULL;
}

/* Sets a KeyID of KEY. Returns false and adds a problem if ITEM has no valid one. */
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
    if (!key->withheld)
        key->withheld = removed_reason(secret->text, secret->length);
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

static bool read_key(const struct gobgp_keychain *keychain, const struct node *item,
                     struct key *key)
{
    if (!set_id(keychain, item, key, KEY_SEND_ID) || !set_id(keychain, item, key, KEY_RECV_ID))
        return false;
    set_algorithm(keychain, item, key);
    set_options(keychain, item, key);
    return set_secret(keychain, item, key);
}

/* A key's number is its SendID. */
static struct word number_of(const struct gobgp_keychain *keychain, const struct key *key,
                             const struct node *item)
{
    struct node *number = document_add_text(keychain->document, NODE_BARE, item->line, 16);
    number->length = (size_t)g_snprintf(number->text, 16, "%d", key->send_id);
    return (struct word){number->text, number->length, 0};
}

struct key_chain *gobgp_keychain_read(const struct gobgp_keychain *keychain,
                                      const struct node *chain)
{
    const struct node *list = document_member(keychain->document, chain, "keys"), *item;
    const char *name = text_at(keychain, chain, "config.name");
    struct key_chain *keys = key_chain_new(word_from(name));

    for (unsigned i = 0; (item = node_item(list, i)); i++) {
        const struct node *secret = document_at(keychain->document, item, "config.secret-key");
        struct chain_key read = {
            .key = import_key(keychain->import, secret ? secret->line : item->line, "")};
        if (read_key(keychain, item, read.key)) {
            read.number = number_of(keychain, read.key, item);
            key_chain_add(keys, &read);
        } else {
            key_free(read.key);
        }
    }
    return keys;
}
