/* Functions besides rows that many dialects share: lines, addresses of interfaces, plain secrets.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "rows.h"
#include "key-words.h"
#include "keys/import/line.h"
#include "keys/import/removed.h"
#include "keys/import/text/document.h"

void rows_read_addresses(const struct rows *rows, const struct branch *interface, const char *path,
                         const char *name)
{
    const struct branch *address = branch_value_at(interface, path);
    for (; address; address = branch_next(address)) {
        char *text = word_dup(address->word);
        interfaces_add(rows->interfaces, name, text);
        g_free(text);
    }
}

void rows_read_interfaces(const struct rows *rows, const struct branch *at, const char *list,
                          const char *const *paths)
{
    const struct branch *interface = branch_value(at, list);
    for (; interface; interface = branch_next(interface)) {
        char *name = interface_name(interface->word);
        for (const char *const *path = paths; *path; path++)
            rows_read_addresses(rows, interface, *path, name);
        g_free(name);
    }
}

bool rows_report_cut(const struct branch *value, const struct import *import)
{
    const struct branch *next = branch_first(value);
    const char *end = value->word.at + value->word.length;
    const bool cut =
        next && line_skip_blanks(end, next->word.at) == next->word.at - (next->word.quote != 0);
    if (cut)
        import_problem(import, value->line, "a password with spaces must be in quotes");
    return cut;
}

bool rows_plain_secret(const struct branch *secret, struct key *key, const struct import *import)
{
    const struct branch *value = branch_first(secret);
    const bool one = !branch_first(value);
    if (one && key_read_secret(key, value->word))
        return true;
    import_problem(import, secret->line, one ? "the password is empty" : "a password is one word");
    return false;
}

/* A single digit is a type if a word follows it. */
bool rows_typed_secret(const struct branch *secret, struct key *key, const struct import *import)
{
    const struct branch *type = branch_first(secret);
    const bool digit = type->word.length == 1 && g_ascii_isdigit(*type->word.at);
    const bool typed = digit && branch_first(type);

    if (!typed || word_is(type->word, "0") || branch_first(branch_first(type)))
        return rows_plain_secret(typed ? type : secret, key, import);
    key->withheld = removed_reason(branch_first(type)->word.at, branch_first(type)->word.length);
    if (!key->withheld)
        key->withheld = "passwords of this type cannot be undone";
    return true;
}

/* A password may have the word, too. */
static bool is_description(const struct statement *statement)
{
    for (unsigned i = 0; i < statement_length(statement); i++) {
        if (statement_is(statement, i, "description"))
            return true;
        if (statement_is(statement, i, "password") || statement_is(statement, i, "key-string"))
            return false;
    }
    return false;
}

/* After a word that takes one value, the value does not matter: "no password 7 0822" removes any
 * password. */
void rows_forget(struct branch *at, const struct statement *statement, unsigned index)
{
    struct branch *gone = at;
    for (; gone && index < statement_length(statement) && !branch_is_single(gone); index++)
        gone = branch_child(gone, statement_word(statement, index));
    if (gone && gone != at)
        branch_remove(gone);
}

void rows_say(struct branch *at, const struct statement *statement)
{
    const bool removes = statement_removes(statement);
    const unsigned as = statement_match(statement, 1, "neighbor * remote-as");
    struct branch *gone = as > 0 ? branch_find_to(at, statement, 1, as - 1) : NULL;
    if (removes && gone) /* NX-OS: the neighbor is removed, not only its remote-as */
        branch_remove(gone);
    else if (removes && statement_matches(statement, "no feature *"))
        branch_forget(branch_child(at, word_from("router")), statement_word(statement, 2));
    else if (removes)
        rows_forget(at, statement, 1);
    if (removes || is_description(statement))
        return;
    struct branch *block = branch_say(at, statement, 0).block;
    for (const struct statement *line = statement->first; line; line = line->next)
        rows_say(block, line);
}

/* Returns true if a password below STATEMENT belongs to no neighbor. STATEMENT may be the root:
 * before any router, NX-OS has rules for the passwords of users there. */
static bool is_no_owner(const struct statement *statement, bool after_router)
{
    static const char *const words[] = {"router",        "vrf",    "address-family", "description",
                                        "ebgp-multihop", "timers", "inherit",        "use",
                                        "local-as",      "bfd",    "maximum-prefix", NULL};
    return (statement->parent == NULL && after_router) ||
           word_is_among(statement_word(statement, 0), words);
}

/* Reports the passwords below STATEMENT that belong to no neighbor, since their lines, or those
 * before, lost their indentation. */
static void report_strays(const struct rows *rows, const struct statement *statement)
{
    bool after_router = false;
    for (const struct statement *line = statement->first; line; line = line->next) {
        after_router |= statement_is(line, 0, "router");
        if (statement_is(line, 0, "password") && is_no_owner(statement, after_router))
            import_problem(rows->import, line->line,
                           "by its indentation, this password belongs to no neighbor");
        report_strays(rows, line);
    }
}

void rows_say_lines(const struct rows *rows, const struct statement *text)
{
    report_strays(rows, text);
    for (const struct statement *statement = text->first; statement; statement = statement->next) {
        interfaces_read(rows->interfaces, statement);
        rows_say(rows->root, statement);
    }
}

void rows_import_lines(const struct dialect_rows *dialect, const char *text, size_t length,
                       void (*arrange)(struct statement *root), const struct import *import)
{
    struct statement *statements = statement_read_indented(text, length);
    struct rows *rows = rows_new(dialect, length, import);
    if (arrange)
        arrange(statements);
    rows_say_lines(rows, statements);
    rows_read(rows, rows->root, NULL);
    rows_import(rows);
    statement_free(statements);
}

void rows_say_json(struct rows *rows, struct word text, const struct document_names *names)
{
    rows->document = yaml_read(text.at, text.length, rows->import);
    document_say(rows->document, document_root(rows->document), names, &rows->said, rows->root);
}

static void set_group(struct neighbor *neighbor, const struct branch *at)
{
    const struct branch *group = branch_value(at, "peer-group");
    if (group)
        neighbor_set_group(neighbor, group->word, group->line);
}

void rows_read_unnumbered(struct neighbor *neighbor, const struct branch *entry)
{
    const struct branch *interface = branch_get(entry, "interface");
    const struct branch *v6only = branch_get(interface, "v6only");
    if (!interface)
        return;
    neighbor->kind = v6only ? NEIGHBOR_LINK_LOCAL : NEIGHBOR_UNNUMBERED;
    set_group(neighbor, interface);
    set_group(neighbor, v6only);
}
