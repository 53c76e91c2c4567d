/* Functions with which the readers of configurations build the tree of statements.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_STATEMENT_BUILD_H
#define TCPAUTH_KEYS_IMPORT_TEXT_STATEMENT_BUILD_H

#include "statement.h"

/* Returns a statement without words. It is the last child of PARENT, which owns it. If PARENT is
 * NULL, it is a root; free it with statement_free(). */
struct statement *statement_new(struct statement *parent, unsigned line);

/* Makes STATEMENT the last child of PARENT. It must not be in another list of children. */
void statement_append(struct statement *parent, struct statement *statement);

/* Adds WORD to STATEMENT. WORD must follow the statement's other words in the same text, and no
 * other statement of the tree may have got a word since the first of them. */
void statement_add_word(struct statement *statement, struct word word);

#endif
