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
    const char *const *keys; /* ending with NULL, or NULL: by whose text the tables in a list are
                                told apart; others are by their number there */
    const char *module; /* what the names before a colon begin with that is left out, or NULL */
};

/* Says behind AT what NODE of DOCUMENT, which must outlive AT, says: a member of a table is a
 * branch of its name, a text the branch behind it, a list several. BUDGET bounds what an alias of
 * YAML says again and again. */
void document_say(struct document *document, const struct node *node,
                  const struct document_names *names, struct budget *budget, struct branch *at);

#endif
