/* Reads the configurations of Nokia's SR Linux: in braces as "info" shows them, in lines as "info
 * flat" shows them, and in JSON as SR Linux saves them.
 *
 * Its keys are in key chains of "system authentication", or are passwords of neighbors, groups and
 * BGP as a whole. The models are those of the SR Linux Data Model Reference: srl_nokia-bgp,
 * srl_nokia-common and srl_nokia-keychains.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "dialects.h"
#include "keys/import/text/transcript.h"
#include "keys/import/model/rows.h"
#include "keys/import/text/document.h"

/* The words that take one value. */
static const char *const single[] = {"admin-state",   "algorithm", "authentication-key",
                                     "local-address", "password",  "peer-group",
                                     "type",          NULL};

/* The containers that may follow a value on the same line. */
static const char *const containers[] = {"authentication", "transport", NULL};

#define SESSION                          \
    .source = "transport/local-address", \
    .secrets = {"authentication/keychain", "authentication/password"}, .common = true
static const struct row lists[] = {
    {.list = "group", SESSION},
    {.list = "neighbor", .group = "peer-group", SESSION},
    {.list = "dynamic-neighbors/accept/match", .group = "peer-group", SESSION},
    {.list = "dynamic-neighbors/interface",
     .group = "peer-group",
     .kind = NEIGHBOR_LINK_LOCAL,
     SESSION},
    {0},
};

static const struct chain_row chain = {.words = {"keychain"},
                                       .lists = {"system/authentication/keychain"},
                                       .off = {"admin-state/disable"},
                                       .secrets = {"authentication-key"},
                                       .algorithm = "algorithm"};

/* Returns true for "$ALGORITHM$SALT$TEXT": such a secret is never a literal one. */
static bool is_encrypted(struct word word)
{
    unsigned marks = 0;
    for (size_t i = 0; i < word.length; i++)
        marks += word.at[i] == '$';
    return word_begins(word, "$") && marks >= 3;
}

static bool srlinux_secret(const struct branch *secret, struct key *key,
                           const struct import *import)
{
    const struct word word = branch_first(secret)->word;
    if (!is_encrypted(word) && !word_begins(word, "$aes"))
        return rows_plain_secret(secret, key, import);
    key->withheld = "SR Linux encrypted it with a key that is not in the file";
    return true;
}

/* An excerpt may begin anywhere above the sessions. */
static const struct row instance[] = {
    {.block = "protocols/bgp", .inside = lists, .protocol = &protocol_bgp}, {0}};
static const struct row top[] = {
    {.list = "network-instance", .instance = "vrf", .main = "default", .inside = instance},
    {.block = "protocols/bgp", .inside = lists, .protocol = &protocol_bgp},
    {.block = "bgp", .inside = lists, .protocol = &protocol_bgp},
    {.block = "", .inside = lists, .protocol = &protocol_bgp},
    {0},
};

static const struct dialect_rows dialect = {.words = {.single = single, .lists = containers},
                                            .row = top,
                                            .chain = &chain,
                                            .read = srlinux_secret};

/* Removes the slash at the start of the path at *INDEX, as in "/ interface" or "/interface", and
 * returns true if there is one: the path begins at the root. */
static bool take_slash(struct statement *statement, unsigned *index)
{
    const struct word word = statement_word(statement, *index);
    if (word.quote || !word_begins(word, "/"))
        return false;
    if (word.length == 1)
        ++*index;
    else
        g_array_index(statement->words, struct word, statement->begin + *index) =
            (struct word){word.at + 1, word.length - 1, 0};
    return true;
}

/* Adds a block or a typed line, "set PATH", "delete PATH" or "PATH", below AT, or below ROOT if its
 * path begins with a slash. */
static void say_line(struct branch *root, struct branch *at, struct statement *statement)
{
    const bool gone = statement_is(statement, 0, "delete");
    unsigned index = gone || statement_is(statement, 0, "set");

    if (take_slash(statement, &index))
        at = root;
    if (gone) {
        branch_remove(branch_find(at, statement, index));
        return;
    }
    struct branch *block = branch_say(at, statement, index).block;
    for (const struct statement *line = statement->first; line; line = line->next)
        rows_say(block, line);
}

/* Adds TEXT below ROOT, each line at the context that the lines before it show. */
static void say_lines(struct branch *root, const struct statement *text)
{
    struct branch *at = root;
    for (struct statement *line = text->first; line; line = line->next) {
        struct branch *context = transcript_context(root, line);
        if (context)
            at = context;
        else
            say_line(root, at, line);
    }
}

static void read_srlinux(const char *text, size_t length, const struct import *import)
{
    static const char *const keys[] = {
        "name", "group-name", "peer-address", "interface-name", "prefix", "index", NULL};
    const struct document_names names = {keys, "srl_nokia-"};
    struct import inner = *import;
    struct word document = {text, length, 0};
    const bool json = yaml_enter_json(&document, &inner);
    struct statement *statements =
        json ? NULL : statement_read_braced(text, length, BRACE_NEWLINE_ENDS | BRACE_LINE_QUOTES);
    struct rows *rows = rows_new(&dialect, length, &inner);

    if (json) {
        rows_say_json(rows, document, &names);
    } else {
        say_lines(rows->root, statements);
        import_unclosed(&inner, statements->line);
    }
    rows_read(rows, rows->root, NULL);
    rows_import(rows);
    statement_free(statements);
}

static const struct sign signs[] = {
    {"\"srl_nokia-*", 100},
    {"set / network-instance *", 100},
    {"\"network-instance\":*", 40},
    {"/ network-instance *", 80},
    {"set /network-instance *", 100},
    {"/network-instance *", 80},
    {"set / system *", 100},
    {"set / interface *", 60},
    {"network-instance * {", 80},
    {"authentication-key $aes*", 100},
    {"keychain * {", 40},
    {"--{ *", 60},
    {"[ network-instance *", 100}, /* the context that a prompt shows */
    {"dynamic-neighbors {", 40},
    {"interface ethernet-1/* {", 60},
    {"autonomous-system *", 10},
    {"admin-state enable", 10},
    {"configure {", -100},
    {"\"openconfig-*", -200}, /* whose members have the same names */
    {"\"network-instances\":*", -200},
    {NULL, 0},
};

const struct dialect dialect_srlinux = {.name = "srlinux",
                                        .title = "Nokia SR Linux",
                                        .signs = signs,
                                        .read = read_srlinux,
                                        .braces = true};
