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

/* A reference to a key chain: the word at INDEX of STATEMENT is its name, and the word before is
 * its use. */
struct reference {
    const struct cisco *cisco;
    const struct statement *statement;
    unsigned index;
};

static bool is_ao(const struct reference *reference)
{
    return statement_is(reference->statement, reference->index - 1, "ao") ||
           statement_is(reference->statement, reference->index - 1, "tcp-ao");
}

/* Returns whether the MAC covers TCP options. The reference has "include-tcp-options", in IOS XR
 * followed by "enable" or "disable". IOS XE ignores the same words in a key of the chain. */
static enum key_options options_of(const struct reference *reference)
{
    bool included = false;
    for (unsigned i = reference->index + 1; i < statement_length(reference->statement); i++)
        if (statement_is(reference->statement, i, "include-tcp-options"))
            included = !statement_is(reference->statement, i + 1, "disable");
    return included ? KEY_OPTIONS_INCLUDED : KEY_OPTIONS_EXCLUDED;
}

/* Returns whether a signature is required: not with "accept-ao-mismatch-connections", which some
 * releases write without its end. */
static enum key_signature signature_of(const struct reference *reference)
{
    for (unsigned i = reference->index + 1; i < statement_length(reference->statement); i++)
        if (word_begins(statement_word(reference->statement, i), "accept-ao-mismatch"))
            return KEY_SIGNATURE_OPTIONAL;
    return KEY_SIGNATURE_REQUIRED;
}

/* Completes a key with the settings of the reference DATA. */
static bool finish_key(struct key *key, const struct chain_key *origin, void *data)
{
    const struct reference *reference = data;
    const bool ao = is_ao(reference);
    if (ao) {
        key->options = options_of(reference);
        key->signature = signature_of(reference);
    }
    return (!ao || set_ids(reference->cisco, origin->entry, key)) &&
           set_algorithm(reference->cisco, origin->entry, ao, key);
}

static void read_entry(struct cisco *cisco, const struct statement *entry, struct key_chain *keys)
{
    const struct statement *text = statement_find(entry, "key-string");
    if (!text || !statement_matches(entry, "key *"))
        return;
    const struct chain_key read = {.key = import_key(cisco->import, text->line, ""),
                                   .number = statement_word(entry, 1),
                                   .entry = entry};
    if (cisco_password(cisco, text, 1, read.key) && cisco_lifetimes(cisco, entry, read.key))
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
        read_entry(cisco, chain->children->pdata[i], keys);
    g_hash_table_insert(cisco->known, (void *)chain, keys);
    return keys;
}

void cisco_add_chain(struct cisco *cisco, const struct peering *peering,
                     const struct statement *statement, unsigned index)
{
    struct reference reference = {cisco, statement, index};
    const struct statement *chain = word_table_get(cisco->chains, statement_word(statement, index));
    if (chain)
        key_chain_add_keys(keys_of(cisco, chain), peering, &cisco->budget, statement->line,
                           finish_key, &reference);
    else
        import_problem(cisco->import, statement->line, "there is no such key chain");
}
