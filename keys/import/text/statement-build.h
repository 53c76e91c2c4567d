/* How the readers of configurations build the tree of statements.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_STATEMENT_BUILD_H
#define TCPAUTH_KEYS_IMPORT_TEXT_STATEMENT_BUILD_H

#include "statement.h"

/* Returns a statement without words, the last child of PARENT, which owns it; the root if PARENT is
 * NULL. */
struct statement *statement_new(struct statement *parent, unsigned line);

/* Adds a word that stands behind all others in the same text. */
void statement_add_word(struct statement *statement, struct word word);

#endif
