/* Collects the key chains of Cisco's systems, whose lines may be in several blocks.
 *
 * A block may add to the one before with its name, as when a change was pasted below a
 * configuration. IOS XR also writes each line with those around it: "key chain A key 1 key-string
 * S".
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cisco.h"

#include "keys/import/text/statement-build.h"

/* Adds the words of FROM from INDEX on, COUNT of them at most, to AT. Returns the new statement. */
static struct statement *add_words(struct statement *at, const struct statement *from,
                                   unsigned index, unsigned count)
{
    struct statement *statement = statement_new(at, from->line);
    for (unsigned i = index; i < statement_length(from) && i - index < count; i++)
        statement_add_word(statement, statement_word(from, i));
    return statement;
}

/* Returns the chain that STATEMENT, "key chain NAME [tcp]", names. */
static struct statement *chain_of(struct cisco *cisco, const struct statement *statement)
{
    const struct word name = statement_word(statement, 2);
    struct statement *chain = word_table_get(cisco->chains, name);
    if (!chain) {
        chain = add_words(cisco->blocks, statement, 0, statement_is(statement, 3, "tcp") ? 4 : 3);
        word_table_set(cisco->chains, name, chain);
    }
    return chain;
}

/* Returns the name of the key NUMBER of CHAIN in cisco->entries. Free with g_free(). */
static char *entry_name(const struct statement *chain, struct word number)
{
    return g_strdup_printf("%p %.*s", (const void *)chain, (int)number.length, number.at);
}

/* Reads "key NUMBER ..." at INDEX of STATEMENT, and the lines below it. */
static void say_key(struct cisco *cisco, struct statement *chain, const struct statement *statement,
                    unsigned index)
{
    char *name = entry_name(chain, statement_word(statement, index + 1));
    struct statement *entry = g_hash_table_lookup(cisco->entries, name);
    if (!entry) {
        entry = add_words(chain, statement, index, 2);
        g_hash_table_insert(cisco->entries, g_strdup(name), entry);
    }
    if (statement_length(statement) > index + 2)
        add_words(entry, statement, index + 2, G_MAXUINT);
    for (unsigned i = 0; i < statement->children->len; i++)
        add_words(entry, statement->children->pdata[i], 0, G_MAXUINT);
    g_free(name);
}

/* Reads "no key NUMBER". The key keeps its place, but has no lines. */
static void remove_key(struct cisco *cisco, struct statement *chain,
                       const struct statement *statement)
{
    char *name = entry_name(chain, statement_word(statement, 2));
    struct statement *entry = g_hash_table_lookup(cisco->entries, name);
    if (entry)
        g_ptr_array_set_size(entry->children, 0);
    g_free(name);
}

/* Reads the line of CHAIN at INDEX of STATEMENT: that of a key, or a setting of the whole chain. */
static void say_line(struct cisco *cisco, struct statement *chain,
                     const struct statement *statement, unsigned index)
{
    if (statement_is(statement, index, "key"))
        say_key(cisco, chain, statement, index);
    else if (statement_matches(statement, "no key *"))
        remove_key(cisco, chain, statement);
    else
        add_words(chain, statement, index, G_MAXUINT);
}

void cisco_say_chain(struct cisco *cisco, const struct statement *statement)
{
    struct statement *chain = chain_of(cisco, statement);
    if (statement_length(statement) > 4)
        say_line(cisco, chain, statement, 3);
    for (unsigned i = 0; i < statement->children->len; i++)
        say_line(cisco, chain, statement->children->pdata[i], 0);
}

/* Reads "key NUMBER SendID NUMBER ReceiveID NUMBER" of the key chain NAME at INDEX of STATEMENT. */
static void say_ids(struct cisco *cisco, struct word name, const struct statement *statement,
                    unsigned index)
{
    const struct word number = statement_word(statement, index + 1);
    g_hash_table_replace(
        cisco->ao_ids,
        g_strdup_printf("%.*s %.*s", (int)name.length, name.at, (int)number.length, number.at),
        add_words(cisco->blocks, statement, index, G_MAXUINT));
}

void cisco_say_ao(struct cisco *cisco, const struct statement *statement)
{
    if (statement_is(statement, 4, "key"))
        say_ids(cisco, statement_word(statement, 3), statement, 4);
    for (unsigned i = 0; i < statement->children->len; i++) {
        const struct statement *chain = statement->children->pdata[i];
        for (unsigned j = 0; j < chain->children->len; j++)
            say_ids(cisco, statement_word(chain, 1), chain->children->pdata[j], 0);
    }
}
