/* What a TOML, YAML or JSON file holds: tables, lists and texts, one in another.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_DOCUMENT_H
#define TCPAUTH_KEYS_IMPORT_TEXT_DOCUMENT_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

enum node_kind {
    NODE_TABLE,
    NODE_LIST,
    NODE_TEXT,
    NODE_BARE, /* a number, a truth value, a date or nothing: TEXT is as it was written */
};

struct node {
    enum node_kind kind;
    unsigned line;    /* from 1 */
    GPtrArray *items; /* of a list: struct node *; of a table: struct member *, as they came */
    char *text;       /* without quotes and escapes, a zero byte behind it */
    size_t length;    /* of the text, which may hold zero bytes */
};

/* What a table has under a name. */
struct member {
    const struct node *table;
    char *name;
    struct node *node;
};

struct document;

/* Returns a new document with an empty table as its root. Free with document_free(). */
struct document *document_new(void);

/* Wipes and frees all nodes. */
void document_free(struct document *document);

struct node *document_root(const struct document *document);

/* Returns a new node that DOCUMENT owns but that stands nowhere in it. */
struct node *document_add(struct document *document, enum node_kind kind, unsigned line);

/* Returns a text or bare node with room for CAPACITY bytes and none in it yet. */
struct node *document_add_text(struct document *document, enum node_kind kind, unsigned line,
                               size_t capacity);

/* Makes NODE the member NAME of TABLE. False if there is one of that name. Names are the same in
 * any case of letters. */
bool document_put(struct document *document, struct node *table, const char *name,
                  struct node *node);

/* Returns the member NAME of TABLE, or of what TABLE merges in under the name "<<", as YAML has it.
 * NULL if there is none or TABLE is none. */
struct node *document_member(const struct document *document, const struct node *table,
                             const char *name);

/* Returns the member of a member: "transport.config.local-address". */
const struct node *document_at(const struct document *document, const struct node *table,
                               const char *path);

/* Returns the item at INDEX of a list; any other node counts as a list of one. Returns NULL if
 * there are not so many items. */
const struct node *node_item(const struct node *node, unsigned index);

/* Writes a bare integer in decimal; false if NODE is none. "0x1F", "0o17", "017" and "0b101" have a
 * base, and digits may have underscores between them. */
bool node_integer(const struct node *node, char decimal[static 24]);

#endif
