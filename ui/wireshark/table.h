/* Statistics that are tables: rows, in groups with a title, for what the tap publishes.
 *
 * One code serves the Statistics menu and `tshark -z`. Wireshark keeps the rows, one set of them
 * for each statistic.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_WIRESHARK_TABLE_H
#define TCPAUTH_WIRESHARK_TABLE_H

#include "plugin/epan/compat.h"
#include "plugin/epan/tap.h"

#include <epan/stat_tap_ui.h>

struct table {
    stat_tap_table_ui ui; /* must be first; table_register() sets what all tables have in common */
    void (*add)(struct table *table, const struct publication *publication,
                const packet_info *pinfo);
    void (*begin)(void);     /* called before the first row; or NULL */
    size_t terminal_columns; /* the number of the first columns that a terminal shows; 0 for all */
    GHashTable *rows;        /* by their group and subject */
};

/* A column of numbers, of times in seconds or of text: its title, padded to WIDTH, the characters
 * that its cells have in a terminal. A line there has 100, and beside each column are two more. */
#define TABLE_NUMBERS(title, width)                             \
    {                                                           \
        TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, title, "%" #width "u" \
    }
#define TABLE_TIMES(title, width)                                  \
    {                                                              \
        TABLE_ITEM_FLOAT, TAP_ALIGN_RIGHT, title, "%" #width ".6f" \
    }
#define TABLE_TEXTS(title, width)                                 \
    {                                                             \
        TABLE_ITEM_STRING, TAP_ALIGN_LEFT, title, "%-" #width "s" \
    }

void table_register(struct table *table);

/* Empties the rows of GROUP, as Wireshark asks for before it taps all packets once more. */
void table_reset(stat_tap_table *group);

/* Returns the cells of the row about SUBJECT in GROUP; if it is new, with zeros and empty texts. */
stat_tap_table_item_type *table_row(struct table *table, const char *group, const char *subject);

/* Returns the same if there is such a row, else NULL. */
stat_tap_table_item_type *table_find(const struct table *table, const char *group,
                                     const char *subject);

/* Sets a cell of text in ROW. In a terminal it is made as wide as its column: what is longer loses
 * its middle, since names differ most at their ends. */
void table_write(const struct table *table, stat_tap_table_item_type *row, unsigned column,
                 const char *text);

#endif
