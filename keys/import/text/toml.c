/* Reads TOML 1.0. Dates and numbers keep their spelling.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "document.h"

#include "toml-text.h"

#include <string.h>

/* No configuration nests deeper. */
#define DEEPEST 64

/* A file with more faults is not TOML. */
#define FAULTS_MOST 10

struct toml {
    const char *at, *end;
    unsigned line;
    struct document *document;
    const struct import *import;
    struct node *table; /* the table to which the next lines belong, or NULL */
    unsigned depth, faults;
};

static struct node *fail(struct toml *toml, const char *fault)
{
    toml->faults++;
    import_problem(toml->import, toml->line, "%s", fault);
    return NULL;
}

static bool at(const struct toml *toml, char c)
{
    return toml->at < toml->end && *toml->at == c;
}

static bool skip(struct toml *toml, char c)
{
    const bool found = at(toml, c);
    toml->at += found;
    return found;
}

static void skip_blanks(struct toml *toml)
{
    while (at(toml, ' ') || at(toml, '\t') || at(toml, '\r'))
        toml->at++;
}

static void skip_line(struct toml *toml)
{
    while (toml->at < toml->end && *toml->at != '\n')
        toml->at++;
}

/* Skips spaces, newlines and comments. */
static void skip_lines(struct toml *toml)
{
    for (skip_blanks(toml); at(toml, '\n') || at(toml, '#'); skip_blanks(toml)) {
        if (at(toml, '#'))
            skip_line(toml);
        toml->line += skip(toml, '\n');
    }
}

/* Moves forward to STOP and counts the lines passed. */
static void advance(struct toml *toml, const char *stop)
{
    for (; toml->at < stop; toml->at++)
        toml->line += *toml->at == '\n';
}

static struct node *read_text(struct toml *toml)
{
    struct toml_text text;
    if (!toml_text_find(toml->at, toml->end, &text))
        return fail(toml, "the quotes of this text do not end, or it is not UTF-8");

    struct node *node = document_add_text(toml->document, NODE_TEXT, toml->line, text.length);
    if (!toml_text_decode(&text, node->text, &node->length))
        return fail(toml, "this text has an escape that TOML does not have");
    advance(toml, text.behind);
    return node;
}

/* Reads a bare or quoted name. Returns it, owned by DOCUMENT, or NULL if there is none. */
static const char *read_name(struct toml *toml)
{
    const char *start = toml->at;
    if (at(toml, '"') || at(toml, '\'')) {
        const struct node *text = read_text(toml);
        return text ? text->text : NULL;
    }
    while (toml->at < toml->end &&
           (g_ascii_isalnum(*toml->at) || *toml->at == '_' || *toml->at == '-'))
        toml->at++;

    const size_t length = (size_t)(toml->at - start);
    if (length == 0) {
        fail(toml, "invalid TOML: a name is missing");
        return NULL;
    }
    struct node *name = document_add_text(toml->document, NODE_TEXT, toml->line, length);
    memcpy(name->text, start, length);
    name->length = length;
    return name->text;
}

/* Returns the table NAME in TABLE, and adds it if there is none. If NAME is a list of tables,
 * returns the last one. */
static struct node *enter(struct toml *toml, struct node *table, const char *name)
{
    struct node *member = document_member(toml->document, table, name);
    if (!member) {
        member = document_add(toml->document, NODE_TABLE, toml->line);
        document_put(toml->document, table, name, member);
    }
    if (member->kind == NODE_LIST && member->items->len > 0)
        member = member->items->pdata[member->items->len - 1];
    return member->kind == NODE_TABLE ? member : fail(toml, "this name is none of a table");
}

/* Reads a path such as "a.b.c" below TABLE. Returns the table a.b and sets *NAME to "c". Returns
 * NULL on error. */
static struct node *read_path(struct toml *toml, struct node *table, const char **name)
{
    while (table && (*name = read_name(toml))) {
        skip_blanks(toml);
        if (!skip(toml, '.'))
            return table;
        skip_blanks(toml);
        table = enter(toml, table, *name);
    }
    return NULL;
}

static struct node *read_value(struct toml *toml);

/* Returns true if no unexpected text follows a value or a table name. */
static bool is_complete(struct toml *toml)
{
    skip_blanks(toml);
    if (toml->at == toml->end || strchr(toml->depth > 0 ? "\n#,]}" : "\n#", *toml->at))
        return true;
    fail(toml, "invalid TOML: unexpected text after a value or a table name");
    return false;
}

static bool read_pair(struct toml *toml, struct node *table)
{
    const char *name;
    if (!(table = read_path(toml, table, &name)))
        return false;
    if (!skip(toml, '='))
        return fail(toml, "invalid TOML: \"=\" is missing");
    skip_blanks(toml);
    struct node *value = read_value(toml);
    if (!value || !is_complete(toml))
        return false;
    if (document_member(toml->document, table, name) ||
        !document_put(toml->document, table, name, value))
        fail(toml, "this name was given a value before");
    return true;
}

static bool read_list_item(struct toml *toml, struct node *list)
{
    struct node *item = read_value(toml);
    if (item)
        g_ptr_array_add(list->items, item);
    return item;
}

/* Reads "[1, 2]" or "{a = 1, b = 2}" up to CLOSING; READ reads each item. Returns NULL on error. */
static struct node *read_items(struct toml *toml, enum node_kind kind, char closing,
                               bool (*read)(struct toml *, struct node *))
{
    struct node *node = document_add(toml->document, kind, toml->line);
    if (toml->depth >= DEEPEST)
        return fail(toml, "this is nested too deeply");
    toml->depth++;
    toml->at++;
    for (skip_lines(toml); node && !skip(toml, closing); skip_lines(toml)) {
        if (!read(toml, node)) {
            node = NULL;
            break;
        }
        skip_lines(toml);
        if (!skip(toml, ',') && !at(toml, closing))
            node = fail(toml, "invalid TOML: a comma or a closing bracket is missing");
    }
    toml->depth--;
    return node;
}

static struct node *read_bare(struct toml *toml)
{
    const char *start = toml->at;
    while (toml->at < toml->end && (g_ascii_isalnum(*toml->at) || strchr("+-_.:", *toml->at)) &&
           *toml->at != '\0')
        toml->at++;

    const size_t length = (size_t)(toml->at - start);
    struct node *node = document_add_text(toml->document, NODE_BARE, toml->line, length);
    memcpy(node->text, start, length);
    node->length = length;
    if (length > 0 && (g_ascii_isdigit(*start) || strchr("+-", *start) ||
                       strcmp(node->text, "true") == 0 || strcmp(node->text, "false") == 0 ||
                       strcmp(node->text, "inf") == 0 || strcmp(node->text, "nan") == 0))
        return node;
    return fail(toml, "invalid TOML: text must be in quotes");
}

static struct node *read_value(struct toml *toml)
{
    if (at(toml, '"') || at(toml, '\''))
        return read_text(toml);
    if (at(toml, '['))
        return read_items(toml, NODE_LIST, ']', read_list_item);
    if (at(toml, '{'))
        return read_items(toml, NODE_TABLE, '}', read_pair);
    return read_bare(toml);
}

/* Appends a table to the list NAME of TABLE, and adds the list if there is none. Returns the
 * table. */
static struct node *append(struct toml *toml, struct node *table, const char *name)
{
    struct node *list = document_member(toml->document, table, name);
    if (!list) {
        list = document_add(toml->document, NODE_LIST, toml->line);
        document_put(toml->document, table, name, list);
    }
    if (list->kind != NODE_LIST)
        return fail(toml, "this name is none of a list of tables");
    struct node *item = document_add(toml->document, NODE_TABLE, toml->line);
    g_ptr_array_add(list->items, item);
    return item;
}

/* Reads "[a.b]" or "[[a.b]]". If the header is invalid, the lines after it belong to no table. */
static void read_header(struct toml *toml)
{
    const char *name;
    toml->table = NULL;
    toml->at++;
    const bool of_list = skip(toml, '[');

    skip_blanks(toml);
    struct node *table = read_path(toml, document_root(toml->document), &name);
    if (table)
        table = of_list ? append(toml, table, name) : enter(toml, table, name);
    if (table && !(skip(toml, ']') && (!of_list || skip(toml, ']'))))
        table = fail(toml, "invalid TOML: \"]\" is missing");
    if (!table || !is_complete(toml))
        table = document_add(toml->document, NODE_TABLE, toml->line);
    toml->table = table;
}

struct document *toml_read(const char *text, size_t length, const struct import *import)
{
    struct toml toml = {
        .at = text, .end = text + length, .line = 1, .document = document_new(), .import = import};

    toml.table = document_root(toml.document);
    for (skip_lines(&toml); toml.at < toml.end && toml.faults < FAULTS_MOST; skip_lines(&toml)) {
        if (at(&toml, '['))
            read_header(&toml);
        else
            read_pair(&toml, toml.table);
        skip_line(&toml);
    }
    return toml.document;
}
