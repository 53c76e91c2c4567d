/* Reads the configurations of NVIDIA's Cumulus Linux as NVUE keeps them: /etc/nvue.d/startup.yaml,
 * or the commands "nv set" that "nv config show -o commands" prints; or, before Cumulus Linux 5, as
 * the commands "net add bgp" of NCLU.
 *
 * The names are those of the Cumulus Linux User Guide, in its part on NVUE's object model.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "dialects.h"
#include "keys/import/line.h"
#include "keys/import/model/rows.h"
#include "keys/import/text/document.h"

#include <string.h>

/* The words that take one value. */
static const char *const single[] = {"password", "remote-as", "type", "update-source", NULL};

#define SESSION .source = "update-source", .secrets = {"password"}
static const struct row lists[] = {
    {.list = "peer-group", SESSION},
    {.list = "neighbor", .group = "peer-group", .kind = NEIGHBOR_LINK_LOCAL, SESSION},
    {.list = "dynamic-neighbor/listen-range", .group = "peer-group"},
    {0},
};

static bool nvue_secret(const struct branch *secret, struct key *key, const struct import *import)
{
    const struct word word = branch_first(secret)->word;
    if (!word_begins(word, "$nvsec$"))
        return rows_plain_secret(secret, key, import);
    key->withheld = "NVUE encrypted it ($nvsec$) with a key that is not in the file";
    return true;
}

static const struct row router[] = {{.block = "router/bgp", .inside = lists}, {0}};

/* NCLU writes what FRR writes. */
static const struct row nclu[] = {
    {.list = "neighbor", .group = "peer-group", .more = rows_read_unnumbered, SESSION},
    {.list = "listen/range", .group = "peer-group"},
    {0},
};

static const struct row set[] = {
    {.list = "vrf", .instance = "vrf", .main = "default", .inside = router},
    {.block = "bgp", .inside = nclu},
    {.list = "bgp/vrf", .instance = "vrf", .inside = nclu},
    {0},
};

static const struct dialect_rows dialect = {
    .words = {.single = single, .plain = true}, .row = set, .read = nvue_secret};

static void read_set(struct rows *rows, const struct branch *at)
{
    static const char *const addresses[] = {"ip/address", NULL};
    rows_read_interfaces(rows, at, "interface", addresses);
    rows_read_interfaces(rows, at, "loopback", addresses);
    rows_read(rows, at, NULL);
}

/* Reads a document: a list with an item "set", that item alone, or its contents. */
static void read_document(struct rows *rows, const struct branch *document)
{
    const struct branch *item = branch_first(document);
    read_set(rows, document);
    read_set(rows, branch_get(document, "set"));
    for (; item; item = branch_next(item))
        read_set(rows, branch_get(item, "set"));
}

static void say_commands(struct branch *root, const struct statement *text)
{
    for (const struct statement *statement = text->first; statement; statement = statement->next) {
        const bool nv = statement_is(statement, 0, "nv"), net = statement_is(statement, 0, "net");
        if (statement_is(statement, 1, nv ? "unset" : "del"))
            branch_remove(branch_find(root, statement, 2));
        else if ((nv && statement_is(statement, 1, "set")) ||
                 (net && statement_is(statement, 1, "add")))
            branch_say(root, statement, 2);
    }
}

static bool has_commands(const char *at, size_t length)
{
    const char *end = at + length;
    bool has = false;
    for (const char *next; at < end && !has; at = next + 1) {
        next = line_end(at, end);
        at = line_skip_spaces(at, next); /* in place of a prompt */
        has = line_begins(at, next, "nv set ") || line_begins(at, next, "net add ");
    }
    return has;
}

static void read_commands(struct rows *rows, const char *text, size_t length)
{
    struct statement *statements = statement_read_braced(
        text, length, BRACE_NEWLINE_ENDS | BRACE_SINGLE_QUOTES | BRACE_LINE_QUOTES | BRACE_NONE);
    say_commands(rows->root, statements);
    read_set(rows, rows->root);
    statement_free(statements);
}

static void read_nvue(const char *text, size_t length, const struct import *import)
{
    struct import inner = *import;
    struct rows *rows = rows_new(&dialect, length, &inner);
    struct word whole = {text, length, 0};
    struct document *document = NULL;

    if (has_commands(text, length)) {
        read_commands(rows, text, length);
    } else {
        yaml_enter_json(&whole, &inner);
        document = yaml_read_stream(whole.at, whole.length, &inner);
        document_say(document, document_root(document), NULL, &rows->said, rows->root);
        const struct branch *at = branch_first(branch_get(rows->root, "documents"));
        for (; at; at = branch_next(at))
            read_document(rows, at);
    }
    rows_import(rows);
    g_clear_pointer(&document, document_free);
}

static const struct sign signs[] = {
    {"nv set *", 100},
    {"net add bgp *", 100},
    {"nvue-api-version:*", 100},
    {"\"nvue-api-version\":*", 100},
    {"\"set\":*", 40},
    {"[{\"header\":*", 60},
    {"model: VX*", 60},
    {"rev-id: *", 40},
    {"- header:", 60},
    {"- set:", 80},
    {"peer-group:", 10},
    {"listen-range:", 40},
    {"password: $nvsec$*", 100},
    {"neighbor:", 10},
    {NULL, 0},
};

const struct dialect dialect_nvue = {
    .name = "nvue", .title = "Cumulus Linux (NVUE)", .signs = signs, .read = read_nvue};
