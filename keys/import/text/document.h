/* What a TOML, YAML or JSON file holds, tables, lists and texts, one in another; the readers; and
 * the same as a tree of branches.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_DOCUMENT_H
#define TCPAUTH_KEYS_IMPORT_TEXT_DOCUMENT_H

#include "hierarchy.h"
#include "keys/import/budget.h"

enum node_kind {
    NODE_TABLE,
    NODE_LIST,
    NODE_TEXT,
    NODE_BARE, /* a number, a boolean, a date or null: TEXT is the literal spelling */
};

struct node {
    enum node_kind kind;
    unsigned line;    /* from 1 */
    GPtrArray *items; /* struct node * in a list, struct member * in a table, in file order */
    char *text;       /* without quotes and escapes, terminated by a zero byte */
    size_t length;    /* of the text, which may hold zero bytes */
};

/* A member of a table. */
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

/* Returns a new node, owned by DOCUMENT but not yet placed in any table or list. */
struct node *document_add(struct document *document, enum node_kind kind, unsigned line);

/* Returns an empty text or bare node with room for CAPACITY bytes, owned by DOCUMENT. */
struct node *document_add_text(struct document *document, enum node_kind kind, unsigned line,
                               size_t capacity);

/* Makes NODE the member NAME of TABLE. Returns false, and adds nothing, if TABLE has a member of
 * that name already. A name that differs from another only in case is a member that only the items
 * of TABLE show. */
bool document_put(struct document *document, struct node *table, const char *name,
                  struct node *node);

/* Makes NODE the member NAME of TABLE, instead of the one that document_put() found there. */
void document_replace(struct document *document, const struct node *table, const char *name,
                      struct node *node);

/* Returns the member NAME of TABLE, or of the tables that TABLE merges with YAML's "<<". Its name
 * may differ in case. Returns NULL if there is no such member or TABLE is not a table. */
struct node *document_member(const struct document *document, const struct node *table,
                             const char *name);

/* Returns the member at PATH below TABLE, such as "transport.config.local-address", or NULL if
 * there is none. TABLE may be NULL. */
const struct node *document_at(const struct document *document, const struct node *table,
                               const char *path);

/* Returns the item at INDEX of a list; any other node counts as a list of one. Returns NULL if
 * there are fewer items or NODE is NULL. */
const struct node *node_item(const struct node *node, unsigned index);

/* Writes the integer NODE to DECIMAL. "0x1F", "0o17", "017" and "0b101" have a base, and digits may
 * have underscores between them. Returns false if NODE is not an integer of at most 63 bits. NODE
 * must have a text. */
bool node_integer(const struct node *node, char decimal[static 24]);

/* YAML, and with it JSON, which is a subset: returns true if a table, or a list of tables, in JSON
 * begins at the line between AT and END. */
bool yaml_begins_json(const char *at, const char *end);

/* If TEXT is JSON, around which there may be a terminal's command and prompts, sets *TEXT to it,
 * adds the lines before it to those of IMPORT, and returns true. */
bool yaml_enter_json(struct word *text, struct import *import);

/* Reads the first YAML document in LENGTH bytes of TEXT. Invalid YAML becomes a problem of IMPORT,
 * and the rest of TEXT is skipped. Free the result with document_free(). */
struct document *yaml_read(const char *text, size_t length, const struct import *import);

/* Reads all documents in TEXT, as yaml_read() does one. They are the items of the list "documents"
 * in the root of the result. */
struct document *yaml_read_stream(const char *text, size_t length, const struct import *import);

/* Reads LENGTH bytes of TEXT, TOML (toml.io). Invalid TOML becomes a problem of IMPORT; only its
 * line is skipped, or its table if it is the table's header. Free the result with document_free().
 */
struct document *toml_read(const char *text, size_t length, const struct import *import);

/* How a dialect names things. */
struct document_names {
    const char *const *keys; /* ending with NULL, or NULL: the members whose text names a table in a
                                list; a table without any is named by its index */
    const char *module; /* the beginning of module names, which stand before a colon and are left
                           out; or NULL */
};

/* Adds NODE of DOCUMENT below AT, where NAMES may be NULL if nothing is named. A member of a table
 * becomes a branch of its name, a text becomes the child of that branch, and a list becomes several
 * children. BUDGET limits how often YAML's aliases repeat a node. DOCUMENT must outlive AT. */
void document_say(struct document *document, const struct node *node,
                  const struct document_names *names, struct budget *budget, struct branch *at);

#endif
