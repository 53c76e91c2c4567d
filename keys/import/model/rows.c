/* Where a dialect keeps the neighbors of BGP in the tree of a configuration.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "rows.h"

#include "ao-algorithm.h"
#include "peer.h"
#include "session.h"

#include <string.h>

const struct branch *branch_at(const struct branch *at, const char *path)
{
    while (at && *path) {
        const size_t length = strcspn(path, "/");
        at = branch_get_word(at, (struct word){.at = path, .length = length});
        path += length + (path[length] == '/');
    }
    return at;
}

struct rows rows_new(const struct dialect_rows *dialect, size_t length, const struct import *import)
{
    return (struct rows){
        .dialect = dialect,
        .import = import,
        .neighbors = neighbors_new("", 179),
        .interfaces = interfaces_new(),
        .budget = budget_for(length, import),
    };
}

/* An address or a name; a mask may stand behind an address. */
static char *text_of(const struct branch *value)
{
    const struct branch *mask = branch_first(value);
    struct prefix prefix;
    return mask && prefix_from_words(value->word, mask->word, &prefix) ? prefix_text(&prefix)
                                                                       : word_dup(value->word);
}

/* An address or the name of an interface, which may be two words. */
static void set_source(struct neighbor *neighbor, const struct branch *value)
{
    GString *words = g_string_new(NULL);
    for (; value; value = branch_first(value))
        g_string_append_printf(words, "%.*s ", (int)value->word.length, value->word.at);
    char *name = interface_name((struct word){words->str, words->len, 0});
    if (*name)
        neighbor_set(&neighbor->source, name);
    g_free(name);
    g_string_free(words, TRUE);
}

static const struct branch *value_at(const struct branch *entry, const char *path)
{
    const struct branch *value = path ? branch_first(branch_at(entry, path)) : NULL;
    return value && value->word.length > 0 ? value : NULL;
}

static const struct branch *find_secret(const struct row *row, const struct branch *entry)
{
    const struct branch *secret = NULL;
    for (unsigned i = 0; !secret && i < G_N_ELEMENTS(row->secrets) && row->secrets[i]; i++)
        secret = branch_at(entry, row->secrets[i]);
    return branch_first(secret) ? secret : NULL;
}

/* A list being read: of INSTANCE, which is AT. */
struct reading {
    const struct rows *rows;
    const struct row *row;
    const struct branch *at;
    const char *instance;
};

static void read_neighbor(const struct reading *reading, const struct branch *entry,
                          struct neighbor *neighbor)
{
    const struct row *row = reading->row;
    const struct branch *group = value_at(entry, row->group), *secret = find_secret(row, entry);
    if (group && !word_is(group->word, "none")) {
        char *name = word_dup(group->word);
        neighbor_set(&neighbor->group, name);
        neighbor->group_line = branch_at(entry, row->group)->line;
        g_free(name);
    } else if (row->common) {
        secret = secret ? secret : find_secret(row, reading->at);
        set_source(neighbor, value_at(reading->at, row->source));
    }
    const struct branch *port = value_at(entry, row->port);
    neighbor->any_port = port && !word_is(port->word, "179");
    neighbor->kind = row->kind;
    set_source(neighbor, value_at(entry, row->source));
    if (secret)
        neighbor->password = secret;
}

/* What stands where an address should may be none. */
static bool check_address(const struct reading *reading, const struct branch *entry,
                          const struct branch *name, const char *text)
{
    struct prefix prefix;
    const bool fine = !reading->row->name || reading->row->groups || peer_parse(text, &prefix);
    if (!fine && find_secret(reading->row, entry))
        import_problem(reading->rows->import, name->line, "the peer of this key is no IP address");
    return fine;
}

static void read_entry(const struct reading *reading, const struct branch *entry)
{
    const struct row *row = reading->row;
    const struct branch *name = row->name ? value_at(entry, row->name) : entry;
    if (row->off && branch_at(entry, row->off))
        return;
    for (; name; name = row->name ? branch_next(name) : NULL) {
        char *text = row->name ? text_of(name) : word_dup(name->word);
        if (check_address(reading, entry, name, text))
            read_neighbor(reading, entry,
                          neighbors_get(reading->rows->neighbors, reading->instance, text));
        g_free(text);
    }
}

void rows_read(const struct rows *rows, const struct branch *at, const char *instance)
{
    for (const struct row *row = rows->dialect->row; row->list; row++) {
        const struct reading reading = {rows, row, at, instance};
        const struct branch *entry = branch_first(branch_at(at, row->list));
        for (; entry; entry = branch_next(entry))
            read_entry(&reading, entry);
    }
}

static void add_secret(const struct rows *rows, struct key *key, const struct branch *secret)
{
    if (rows->dialect->read(secret, key, rows->import))
        import_add(rows->import, key);
    else
        key_free(key);
}

/* "md5" is the algorithm of RFC 2385 where it is none of TCP-AO. */
static void set_algorithm(const struct row_chain *chain, struct key *key,
                          const struct branch *algorithm)
{
    const struct word none = {.at = ""}, word = algorithm ? algorithm->word : none;
    const bool md5 = word.length == 0 || word_is(word, "md5");
    if (md5 && !chain->only_ao)
        key->algorithm = KEY_MD5;
    else if (!ao_algorithm_set(key, word.at, word.length))
        key->withheld = ao_algorithm_unknown;
}

static void add_chain_key(const struct rows *rows, const struct peering *peering,
                          const struct branch *entry)
{
    const struct row_chain *chain = rows->dialect->chain;
    const struct branch *secret = branch_at(entry, chain->secret);
    if (!branch_first(secret))
        return;
    struct key *key = peering_key(peering, rows->import, branch_first(secret)->line);
    session_tell_apart(key, entry->parent->parent->word, entry->word);
    set_algorithm(chain, key, branch_first(branch_at(entry, chain->algorithm)));
    if (key->withheld)
        import_add(rows->import, key);
    else
        add_secret(rows, key, secret);
}

/* A virtual router has key chains of its own: those nearest above REFERENCE count. */
static const struct branch *find_chain(const struct rows *rows, const struct branch *reference)
{
    const struct branch *at = reference, *chains = NULL;
    for (; at && !chains; at = at->parent)
        chains = branch_at(at, rows->dialect->chain->list);
    return branch_get_word(chains, branch_first(reference)->word);
}

static void add_chain(struct rows *rows, const struct peering *peering,
                      const struct branch *reference)
{
    const struct branch *chain = find_chain(rows, reference);
    const struct branch *entry = branch_first(branch_get(chain, "key"));

    if (!chain)
        import_problem(rows->import, reference->line, "this key chain does not exist");
    for (; entry && budget_spend(&rows->budget, 1, reference->line); entry = branch_next(entry))
        add_chain_key(rows, peering, entry);
}

static void add_keys(const struct peering *peering, const struct import *import, void *data)
{
    struct rows *rows = data;
    const struct branch *secret = peering->owner->password;

    if (rows->dialect->chain && word_is(secret->word, rows->dialect->chain->word))
        add_chain(rows, peering, secret);
    else
        add_secret(rows, peering_key(peering, import, branch_first(secret)->line), secret);
}

void rows_import(struct rows *rows)
{
    neighbors_visit(rows->neighbors, rows->interfaces, rows->import, add_keys, rows);
    neighbors_free(rows->neighbors);
    interfaces_free(rows->interfaces);
}

bool rows_plain_secret(const struct branch *secret, struct key *key, const struct import *import)
{
    const struct word word = branch_first(secret)->word;
    if (word.length == 0) {
        import_problem(import, secret->line, "the password is empty");
        return false;
    }
    key->withheld = secret_removed(word);
    if (!key->withheld)
        key->secret = secret_from_word(word);
    return true;
}

/* A digit alone tells a type; no password may begin so. */
bool rows_typed_secret(const struct branch *secret, struct key *key, const struct import *import)
{
    const struct branch *type = branch_first(secret);
    const bool typed = type->word.length == 1 && g_ascii_isdigit(*type->word.at);
    if (!typed || !branch_first(type))
        return rows_plain_secret(secret, key, import);
    if (word_is(type->word, "0"))
        return rows_plain_secret(type, key, import);
    key->withheld = secret_removed(branch_first(type)->word);
    if (!key->withheld)
        key->withheld = "passwords of this type cannot be undone";
    return true;
}

static bool is_description(const struct statement *statement)
{
    for (unsigned i = 0; i < statement_length(statement); i++)
        if (statement_is(statement, i, "description"))
            return true;
    return false;
}

void rows_say(struct branch *at, const struct statement *statement)
{
    const bool no = statement_is(statement, 0, "no");
    struct branch *gone = no ? branch_find(at, statement, 1) : NULL;
    if (gone && gone != at)
        branch_remove(gone);
    if (no || is_description(statement))
        return;
    struct branch *block = branch_say(at, statement, 0).block;
    for (unsigned i = 0; i < statement->children->len; i++)
        rows_say(block, statement->children->pdata[i]);
}

void rows_say_lines(const struct rows *rows, struct branch *root, const struct statement *text)
{
    for (unsigned i = 0; i < text->children->len; i++) {
        const struct statement *statement = text->children->pdata[i];
        if (statement_matches(statement, "interface *"))
            interfaces_read(rows->interfaces, statement);
        rows_say(root, statement);
    }
}
