/* Tables with titles, for people.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_TABLE_H
#define TCPAUTH_CLI_TABLE_H

#include "keys/text.h"

struct table;

/* Returns a new table. TITLES, which stay the caller's, end with NULL. Free with table_free(). */
struct table *table_new(const char *const *titles);

/* Adds a cell behind the last, or in the next row; takes CELL over, which may be NULL, and wipes
 * it in the end. */
void table_add(struct table *table, char *cell);

/* Appends the table to TEXT, without the columns that are empty; nothing if it has no rows. */
void table_write(const struct table *table, struct text *text);

void table_free(struct table *table);

#endif
