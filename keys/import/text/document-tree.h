/* What a JSON, YAML, TOML or XML file holds, as a tree of branches.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_DOCUMENT_TREE_H
#define TCPAUTH_KEYS_IMPORT_TEXT_DOCUMENT_TREE_H

#include "keys/import/budget.h"
#include "document.h"
#include "hierarchy.h"

/* How a dialect names things. */
struct document_names {
    const char *const *keys; /* ending with NULL, or NULL: the members whose text names a table in a
                                list; a table without any is named by its index */
    const char *module; /* the beginning of module names, which stand before a colon and are left
                           out; or NULL */
};

/* Adds NODE of DOCUMENT below AT. A member of a table becomes a branch of its name, a text becomes
 * the child of that branch, and a list becomes several children. BUDGET limits how often YAML's
 * aliases repeat a node. DOCUMENT must outlive AT. */
void document_say(struct document *document, const struct node *node,
                  const struct document_names *names, struct budget *budget, struct branch *at);

#endif
