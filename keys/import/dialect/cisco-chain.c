/* Reads the key chains of Cisco's systems, for TCP-AO and for MD5.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/import/model/ao-algorithm.h"
#include "cisco.h"
#include "keys/import/model/key-chain.h"
#include "keys/import/model/key-words.h"

#include <string.h>

static const char no_ao[] = "the key chain tells no algorithm for it";

/* Sets the algorithm of KEY. Returns false and adds a problem if a key without TCP-AO is not for
 * MD5: IOS XR signs with other algorithms in an option of its own. */
static bool set_algorithm(const struct cisco *cisco, const struct statement *entry, bool ao,
                          struct key *key)
{
    const struct statement *line = statement_find(entry, "cryptographic-algorithm *");
    const struct word name = statement_word(line, 1);

    if (ao) {
        if (!ao_algorithm_set(key, name.at, name.length))
            import_withhold(key, line ? ao_algorithm_unknown : no_ao);
        return true;
    }
    if (line && !(name.length == 3 && g_ascii_strncasecmp(name.at, "md5", 3) == 0)) {
        import_problem(cisco->import, line->line, "without TCP-AO, its algorithm must be MD5");
        return false;
    }
    return true;
}

/* Sets ATTRIBUTE of KEY to the word at INDEX of ID. Returns false and adds a problem if it is not a
 * KeyID. */
static bool set_id(const struct cisco *cisco, const struct statement *id, unsigned index,
                   enum key_attribute attribute, struct key *key)
{
    return key_read(cisco->import, id->line, key, attribute, statement_word(id, index));
}

/* Sets the KeyIDs of KEY. They are in the key itself, but in IOS XR in the TCP-AO section: see
 * cisco->ao_ids. */
static bool set_ids(const struct cisco *cisco, const struct statement *entry, struct key *key)
{
    const struct statement *send = statement_find(entry, "send-id *");
    const struct statement *recv = statement_find(entry, "recv-id *");
    const struct word chain = statement_word(entry->parent, 2), number = statement_word(entry, 1);
    char *name =
        g_strdup_printf("%.*s %.*s", (int)chain.length, chain.at, (int)number.length, number.at);
    const struct statement *both = g_hash_table_lookup(cisco->ao_ids, name);

    g_free(name);
    if (both && statement_length(both) >= 6)
        return set_id(cisco, both, 3, KEY_SEND_ID, key) && set_id(cisco, both, 5, KEY_RECV_ID, key);
    return (!send || set_id(cisco, send, 1, KEY_SEND_ID, key)) &&
           (!recv || set_id(cisco, recv, 1, KEY_RECV_ID, key));
}

/* The use of a key chain by a session. */
struct use {
    const struct cisco *cisco;
    bool ao;
    enum key_options options;
    enum key_signature signature;
};

/* Reads the words after the name of a chain. The MAC covers TCP options after
 * "include-tcp-options", in IOS XR followed by "enable" or "disable"; IOS XE ignores the same words
 * in a key of the chain. With "accept-ao-mismatch-connections", which some releases write without
 * its end, no signature is required. */
static struct use use_of(const struct cisco *cisco, const struct cisco_secret *secret, char **words)
{
    struct use use = {cisco, word_is(secret->kind, "ao") || word_is(secret->kind, "tcp-ao"),
                      KEY_OPTIONS_EXCLUDED, KEY_SIGNATURE_REQUIRED};
    for (; *words; words++) {
        if (strcmp(*words, "include-tcp-options") == 0)
            use.options =
                g_strcmp0(words[1], "disable") == 0 ? KEY_OPTIONS_EXCLUDED : KEY_OPTIONS_INCLUDED;
        if (g_str_has_prefix(*words, "accept-ao-mismatch"))
            use.signature = KEY_SIGNATURE_OPTIONAL;
    }
    return use;
}

/* Completes a key with the settings of the use DATA. */
static bool finish_key(struct key *key, const struct chain_key *origin, void *data)
{
    const struct use *use = data;
    if (use->ao) {
        key->options = use->options;
        key->signature = use->signature;
    }
    return (!use->ao || set_ids(use->cisco, origin->entry, key)) &&
           set_algorithm(use->cisco, origin->entry, use->ao, key);
}

/* Reverses the lines of ENTRY, since the last of several with the same first word counts. */
static void reverse_lines(const struct statement *entry)
{
    gpointer *lines = entry->children->pdata;
    const guint count = entry->children->len;
    for (guint i = 0; i < count / 2; i++) {
        gpointer line = lines[i];
        lines[i] = lines[count - 1 - i];
        lines[count - 1 - i] = line;
    }
}

static void read_entry(struct cisco *cisco, const struct statement *entry, struct key_chain *keys)
{
    reverse_lines(entry);
    const struct statement *text = statement_find(entry, "key-string");
    if (!text)
        return;
    const struct chain_key read = {.key = import_key(cisco->import, text->line, ""),
                                   .number = statement_word(entry, 1),
                                   .entry = entry};
    const struct cisco_secret secret = cisco_secret(text, 1);
    if (cisco_password(cisco, &secret, read.key) && cisco_lifetimes(cisco, entry, read.key))
        key_chain_add(keys, &read);
    else
        key_free(read.key);
}

static const struct key_chain *keys_of(struct cisco *cisco, const struct statement *chain)
{
    struct key_chain *keys = g_hash_table_lookup(cisco->known, chain);
    if (keys)
        return keys;
    keys = key_chain_new(statement_word(chain, 2));
    for (unsigned i = 0; i < chain->children->len; i++)
        if (statement_is(chain->children->pdata[i], 0, "key"))
            read_entry(cisco, chain->children->pdata[i], keys);
    g_hash_table_insert(cisco->known, (void *)chain, keys);
    return keys;
}

void cisco_add_chain(struct cisco *cisco, const struct peering *peering,
                     const struct cisco_secret *secret)
{
    char *text = word_dup(secret->text), **words = g_strsplit_set(text, " \t", -1);
    struct use use = use_of(cisco, secret, words);
    const char *name = words[0] ? words[0] : "";
    const struct statement *chain = word_table_get(cisco->chains, word_from(name));
    if (chain)
        key_chain_add_keys(keys_of(cisco, chain), peering, &cisco->budget, secret->line, finish_key,
                           &use);
    else
        import_problem(cisco->import, secret->line, "there is no such key chain");
    g_strfreev(words);
    g_free(text);
}
