/* Human-readable tables with titles.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_TABLE_H
#define TCPAUTH_CLI_TABLE_H

#include "keys/text.h"

struct table;

/* Returns a new table. TITLES end with NULL, are not copied, and must outlive the table. Free with
 * table_free(). */
struct table *table_new(const char *const *titles);

/* Adds CELL, which may be NULL, after the last cell or in a new row. Takes ownership of CELL, and
 * wipes it when the table is freed. */
void table_add(struct table *table, char *cell);

/* Appends the table to TEXT without its empty columns. Appends nothing if it has no rows. */
void table_write(const struct table *table, struct text *text);

void table_free(struct table *table);

#endif
