/* Reads what the sessions of a Cisco configuration may refer to, and adds their keys.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cisco.h"
#include "keys/import/model/rows.h"

#include <string.h>

static void read_list_line(struct cisco *cisco, struct word name, const struct statement *line)
{
    GPtrArray *lines = word_table_get(cisco->lists, name);
    if (!lines) {
        lines = g_ptr_array_new();
        word_table_set(cisco->lists, name, lines);
    }
    g_ptr_array_add(lines, (void *)line);
}

static void read_list(struct cisco *cisco, struct word name, const struct statement *list)
{
    for (const struct statement *line = list->first; line; line = line->next)
        read_list_line(cisco, name, line);
}

/* Reads what STATEMENT removes. */
static void forget_named(struct cisco *cisco, const struct statement *statement)
{
    static const char *const lists[] = {"ip access-list standard", "access-list", "ip prefix-list"};
    if (statement_match(statement, 1, "key chain *"))
        rows_forget(hierarchy_root(cisco->tree), statement, 3);
    for (unsigned i = 0; i < G_N_ELEMENTS(lists); i++) {
        const unsigned index = statement_match(statement, 1, lists[i]);
        const struct word name = statement_word(statement, index);
        if (index > 0 && statement_length(statement) == index + 1)
            g_hash_table_remove(cisco->lists, &name);
    }
}

static void read_named(struct cisco *cisco, const struct statement *statement)
{
    interfaces_read(cisco->interfaces, statement);
    if (statement_matches(statement, "key chain *"))
        cisco_say_chain(cisco, statement);
    else if (statement_removes(statement))
        forget_named(cisco, statement);
    else if (statement_matches(statement, "ip access-list standard *"))
        read_list(cisco, statement_word(statement, 3), statement);
    else if (statement_matches(statement, "access-list * *"))
        read_list_line(cisco, statement_word(statement, 1), statement);
    else if (statement_matches(statement, "ip prefix-list *"))
        read_list_line(cisco, statement_word(statement, 2), statement);
    else if (statement_matches(statement, "clock timezone * *"))
        cisco->clock.zone = statement;
    else if (statement_matches(statement, "clock summer-time * *"))
        cisco->clock.summer = statement;
}

/* No name of an interface is longer. */
#define LONGEST_NAME 100

/* Reads STATEMENT if it belongs to BLOCK, a key chain or an interface, although it is not indented:
 * a log of commands has no indentation. *KEY is the key of the chain that was read last, or NULL.
 * Returns false if STATEMENT is not part of BLOCK. */
static bool read_flat(struct cisco *cisco, const struct statement *block,
                      const struct statement *statement, struct branch **key)
{
    static const char *const lines[] = {"key-string",
                                        "cryptographic-algorithm",
                                        "send-lifetime",
                                        "accept-lifetime",
                                        "send-id",
                                        "recv-id",
                                        "no"};
    if (!block || statement->first)
        return false;
    const struct word interface = statement_rest(block, 1);
    if (statement_matches(block, "interface *")) {
        if (interface.length > LONGEST_NAME) /* its lines would take as long as it, each of them */
            return false;
        char *name = interface_name(interface);
        interfaces_read_line(cisco->interfaces, name, statement);
        g_free(name);
        return true;
    }
    struct branch *root = hierarchy_root(cisco->tree);
    if (statement_is(statement, 0, "key") && statement_length(statement) == 2)
        *key =
            branch_say(branch_add(root, statement_word(block, 2), block->line), statement, 0).block;
    for (unsigned i = 0; i < G_N_ELEMENTS(lines); i++)
        if (*key && statement_is(statement, 0, lines[i])) {
            rows_say(*key, statement);
            return true;
        }
    return statement_is(statement, 0, "key") && statement_length(statement) == 2;
}

void cisco_init(struct cisco *cisco, enum cisco_rule rules, const struct import *import,
                const char *text, size_t length)
{
    *cisco = (struct cisco){.import = import, .rules = rules, .budget = budget_for(length, import)};
    cisco->root = statement_read_indented(text, length);
    cisco->interfaces = interfaces_new();
    cisco_init_chains(cisco);
    cisco->lists = word_table_new((GDestroyNotify)g_ptr_array_unref);
    cisco->secrets = g_ptr_array_new_with_free_func(g_free);
    const struct statement *block = NULL;
    struct branch *key = NULL;
    for (const struct statement *line = cisco->root->first; line; line = line->next) {
        const bool begins =
            statement_matches(line, "key chain *") || statement_matches(line, "interface *");
        read_named(cisco, line);
        if (begins || !read_flat(cisco, block, line, &key)) {
            block = begins ? line : NULL;
            key = NULL;
        }
    }
    for (const struct statement *line = cisco->root->first; line; line = line->next)
        if (statement_matches(line, "tcp ao"))
            cisco_say_ao(cisco, line);
}

void cisco_clear(struct cisco *cisco)
{
    g_ptr_array_free(cisco->secrets, TRUE);
    cisco_clock_clear(&cisco->clock);
    g_hash_table_destroy(cisco->lists);
    chains_free(cisco->chains);
    hierarchy_free(cisco->tree);
    interfaces_free(cisco->interfaces);
    statement_free(cisco->root);
}

void cisco_set_source(struct neighbor *neighbor, struct word words)
{
    char *name = interface_name(words);
    neighbor_set(&neighbor->source, *name ? name : NULL);
    g_free(name);
}

struct cisco_secret cisco_secret(const struct statement *statement, unsigned index)
{
    return (struct cisco_secret){statement->line, statement_word(statement, index - 1),
                                 statement_rest(statement, index)};
}

struct cisco_secret cisco_secret_of(const struct branch *kind)
{
    const struct branch *value = branch_first(kind);
    const struct word none = {.at = ""};
    return (struct cisco_secret){value ? value->line : kind->line, kind->word,
                                 value ? value->word : none};
}

void cisco_set_secret(struct cisco *cisco, struct neighbor *neighbor, struct cisco_secret secret)
{
    neighbor->password = g_memdup2(&secret, sizeof secret);
    g_ptr_array_add(cisco->secrets, (void *)neighbor->password);
}

/* Adds the keys of PEERING, which has SECRET. */
static void add_secret(struct cisco *cisco, const struct peering *peering,
                       const struct cisco_secret *secret)
{
    if (word_is(secret->kind, "ao") || word_is(secret->kind, "tcp-ao") ||
        word_is(secret->kind, "keychain") || word_is(secret->kind, "key-chain")) {
        cisco_add_chain(cisco, peering, secret);
        return;
    }
    struct key *key = peering_key(peering, cisco->import, secret->line);
    key->algorithm = KEY_MD5;
    import_add_if(cisco->import, key, cisco_password(cisco->import, cisco->rules, secret, key));
}

static void add_keys(const struct peering *peering, const struct import *import G_GNUC_UNUSED,
                     void *data)
{
    add_secret(data, peering, peering->owner->password);
}

void cisco_add_neighbors(struct cisco *cisco, struct neighbors *neighbors)
{
    neighbors_visit(neighbors, cisco->interfaces, cisco->import, add_keys, cisco);
    neighbors_free(neighbors);
}

unsigned cisco_vrf(const struct statement *statement, unsigned index, struct word *vrf)
{
    if (!statement_is(statement, index, "vrf"))
        return index;
    *vrf = statement_word(statement, index + 1);
    return index + 2;
}

static void add_value(const struct rows *rows, const struct peering *peering,
                      const struct branch *secret)
{
    const struct cisco_secret read = cisco_secret_of(secret);
    struct cisco *cisco = rows->data;
    const bool off = cisco->rules & CISCO_KINDS_IN_WORDS && word_is(read.text, "disable");
    if (!off)
        add_secret(cisco, peering, &read);
    else if (branch_value(secret->parent->parent, "password"))
        import_problem(cisco->import, read.line,
                       "this neighbor signs nothing, so unsigned segments of the neighbors that "
                       "have the common password are not reported");
}

/* The words that take one value. */
static const char *const single[] = {"password",      "password6",      "ao",
                                     "keychain",      "tcp-ao",         "remote-as",
                                     "update-source", "connect-source", NULL};

static const struct dialect_rows dialect = {
    .words = {.single = single, .texts = single, .plain = true},
    .add = add_value,
    .refuses = "inheritance-disable",
    .hidden = true};

void cisco_read_rows(struct cisco *cisco, size_t length, const struct row *const *protocols)
{
    struct rows *rows = rows_new(&dialect, length, cisco->import);
    rows->data = cisco;
    rows_say_lines(rows, cisco->root);
    for (; *protocols; protocols++) {
        rows_read_by(rows, *protocols, rows->root, NULL);
        rows_add_keys(rows);
    }
    rows_import(rows);
}
