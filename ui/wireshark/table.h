/* Statistics in the form of tables: what the tap publishes, in rows, with a title for each group.
 *
 * The same code serves the Statistics menu and `tshark -z`. Wireshark keeps the rows, a separate
 * set for each open statistic.
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
    size_t terminal_columns; /* how many of the columns a terminal shows; 0 for all */
    GHashTable *groups;      /* stat_tap_table *, found by title */
    GHashTable *rows;        /* found by group and subject */
};

/* A column of numbers, of times in seconds, or of text. TITLE is padded to WIDTH, the width of its
 * cells in a terminal. A line has 100 characters there, and each column takes two more. */
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

/* Empties the rows of GROUP. Wireshark calls this before it taps all packets again. */
void table_reset(stat_tap_table *group);

/* Returns the cells of the row on SUBJECT in GROUP. A new row has zeros and empty texts. */
stat_tap_table_item_type *table_row(struct table *table, const char *group, const char *subject);

/* Returns the cells of the row on SUBJECT in GROUP, or NULL if there is no such row. */
stat_tap_table_item_type *table_find(const struct table *table, const char *group,
                                     const char *subject);

/* Sets a text cell in ROW. In a terminal the text gets the width of its column. A longer text loses
 * its middle, since names differ most at their ends. */
void table_write(const struct table *table, stat_tap_table_item_type *row, unsigned column,
                 const char *text);

/* Sets a text cell in ROW that sorts as NUMBER does. It is for columns that have no number in some
 * rows. */
void table_write_number(const struct table *table, stat_tap_table_item_type *row, unsigned column,
                        uint32_t number);

#endif
