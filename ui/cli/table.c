/* Human-readable tables with titles.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "table.h"

#include "keys/secret.h"
#include "output.h"

#include <string.h>

struct table {
    const char *const *titles;
    unsigned columns;
    GPtrArray *cells; /* char * or NULL, row by row */
};

static void cell_free(void *cell)
{
    if (cell)
        secret_wipe(cell, strlen(cell));
    g_free(cell);
}

struct table *table_new(const char *const *titles)
{
    struct table *table = g_new(struct table, 1);
    *table = (struct table){titles, 0, g_ptr_array_new_with_free_func(cell_free)};
    while (titles[table->columns])
        table->columns++;
    return table;
}

void table_add(struct table *table, char *cell)
{
    if (cell)
        output_tame(cell);
    g_ptr_array_add(table->cells, cell);
}

void table_free(struct table *table)
{
    g_ptr_array_free(table->cells, TRUE);
    g_free(table);
}

/* Returns how many columns of a terminal WORDS take. */
static unsigned width_of(const char *words)
{
    unsigned width = 0;
    if (!g_utf8_validate(words, -1, NULL))
        return (unsigned)strlen(words);
    for (; *words; words = g_utf8_next_char(words)) {
        const gunichar letter = g_utf8_get_char(words);
        width += g_unichar_iszerowidth(letter) ? 0 : g_unichar_iswide(letter) ? 2 : 1;
    }
    return width;
}

static const char *cell_at(const struct table *table, unsigned at)
{
    return table->cells->pdata[at] ? table->cells->pdata[at] : "";
}

/* Returns the width of COLUMN; 0 if all its cells are empty. */
static unsigned width_of_column(const struct table *table, unsigned column)
{
    unsigned width = 0;
    for (unsigned at = column; at < table->cells->len; at += table->columns)
        width = MAX(width, width_of(cell_at(table, at)));
    return width > 0 ? MAX(width, width_of(table->titles[column])) : 0;
}

struct line {
    struct text *text;
    unsigned blanks; /* spaces before the next cell; the end of a line has none */
};

static void write_cell(struct line *line, const char *cell, unsigned width)
{
    if (width == 0)
        return;
    if (*cell)
        text_format(line->text, "%*s", (int)line->blanks, "");
    text_add(line->text, cell);
    line->blanks = (*cell ? 0 : line->blanks) + width - width_of(cell) + 2;
}

void table_write(const struct table *table, struct text *text)
{
    unsigned *widths = g_new(unsigned, table->columns);
    for (unsigned column = 0; column < table->columns; column++)
        widths[column] = width_of_column(table, column);

    struct line line = {text, 0};
    for (unsigned column = 0; column < table->columns && table->cells->len > 0; column++)
        write_cell(&line, table->titles[column], widths[column]);
    for (unsigned at = 0; at < table->cells->len; at++) {
        if (at % table->columns == 0) {
            text_add(text, "\n");
            line.blanks = 0;
        }
        write_cell(&line, cell_at(table, at), widths[at % table->columns]);
    }
    text_add(text, table->cells->len > 0 ? "\n" : "");
    g_free(widths);
}
