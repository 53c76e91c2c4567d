/* Where a dialect keeps the neighbors of BGP in the tree of a configuration.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "rows.h"

#include "ao-algorithm.h"
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

/* The text at PATH behind ENTRY, or NULL. A mask may stand behind an address. */
static char *text_at(const struct branch *entry, const char *path)
{
    const struct branch *value = path ? branch_first(branch_at(entry, path)) : NULL;
    const struct branch *mask = branch_first(value);
    struct prefix prefix;

    if (!value || value->word.length == 0)
        return NULL;
    return mask && prefix_from_words(value->word, mask->word, &prefix) ? prefix_text(&prefix)
                                                                       : word_dup(value->word);
}

/* Sets *TEXT to what stands at PATH; true if there is something. */
static bool take_text(char **text, const struct branch *entry, const char *path)
{
    char *found = text_at(entry, path);
    if (found)
        neighbor_set(text, found);
    g_free(found);
    return found;
}

static const struct branch *find_secret(const struct row *row, const struct branch *entry)
{
    const struct branch *secret = NULL;
    for (unsigned i = 0; !secret && i < G_N_ELEMENTS(row->secret) && row->secret[i]; i++)
        secret = branch_at(entry, row->secret[i]);
    return branch_first(secret) ? secret : NULL;
}

static void read_entry(const struct rows *rows, const struct row *row, const struct branch *entry,
                       const char *instance)
{
    char *name = row->name ? text_at(entry, row->name) : word_dup(entry->word);
    if (name && !(row->off && branch_at(entry, row->off))) {
        struct neighbor *neighbor = neighbors_get(rows->neighbors, instance, name);
        const struct branch *secret = find_secret(row, entry);
        if (take_text(&neighbor->group, entry, row->group))
            neighbor->group_line = branch_at(entry, row->group)->line;
        take_text(&neighbor->source, entry, row->source);
        if (secret)
            neighbor->password = secret;
    }
    g_free(name);
}

void rows_read(const struct rows *rows, const struct branch *at, const char *instance)
{
    for (const struct row *row = rows->dialect->row; row->list; row++) {
        const struct branch *entry = branch_first(branch_at(at, row->list));
        for (; entry; entry = branch_next(entry))
            read_entry(rows, row, entry, instance);
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
    struct key *key = peering_key(peering, rows->import, secret->line);
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
        add_secret(rows, peering_key(peering, import, secret->line), secret);
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
