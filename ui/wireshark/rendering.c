/* Tables as text, for a file.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "rendering.h"

#include <epan/tap.h>

#define BETWEEN "  "

/* Returns a new line in LINES. A line is a list of cells; a title has only one. */
static GPtrArray *new_line(GPtrArray *lines)
{
    GPtrArray *line = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(lines, line);
    return line;
}

static char *cell_text(const stat_tap_table_item_type *cell)
{
    switch (cell->type) {
    case TABLE_ITEM_UINT:
        return g_strdup_printf("%u", cell->value.uint_value);
    case TABLE_ITEM_FLOAT:
        return g_strdup_printf("%.6f", cell->value.float_value);
    default:
        return g_strdup(cell->value.string_value);
    }
}

static void add_group(GPtrArray *lines, const stat_tap_table *group)
{
    g_ptr_array_add(new_line(lines), g_strdup(group->title));
    for (guint row = 0; row < group->num_elements; row++) {
        GPtrArray *line = new_line(lines);
        for (guint i = 0; i < group->num_fields; i++)
            g_ptr_array_add(line, cell_text(stat_tap_get_field_data(group, row, i)));
    }
}

static void append_cell(GString *text, const char *cell, size_t width, tap_alignment_type align)
{
    const int blanks = (int)(width - (size_t)g_utf8_strlen(cell, -1));
    if (align == TAP_ALIGN_RIGHT)
        g_string_append_printf(text, BETWEEN "%*s%s", blanks, "", cell);
    else
        g_string_append_printf(text, BETWEEN "%s%*s", cell, blanks, "");
}

static void append_line(GString *text, const GPtrArray *line, const size_t widths[],
                        const stat_tap_table_item columns[])
{
    if (line->len == 1) {
        g_string_append_printf(text, "%s\n", (const char *)line->pdata[0]);
        return;
    }
    for (guint i = 0; i < line->len; i++)
        append_cell(text, line->pdata[i], widths[i], columns[i].align);
    while (text->str[text->len - 1] == ' ')
        g_string_truncate(text, text->len - 1);
    g_string_append_c(text, '\n');
}

static void measure_columns(const GPtrArray *lines, size_t widths[])
{
    for (guint row = 0; row < lines->len; row++) {
        const GPtrArray *line = lines->pdata[row];
        for (guint i = 0; line->len > 1 && i < line->len; i++)
            widths[i] = MAX(widths[i], (size_t)g_utf8_strlen(line->pdata[i], -1));
    }
}

void rendering_append(GString *text, const stat_tap_table_ui *statistic)
{
    GPtrArray *lines = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
    GPtrArray *titles = new_line(lines);
    size_t *widths = g_new0(size_t, statistic->nfields);

    for (size_t i = 0; i < statistic->nfields; i++)
        g_ptr_array_add(titles, g_strstrip(g_strdup(statistic->fields[i].column_name)));
    for (guint i = 0; i < statistic->tables->len; i++)
        add_group(lines, g_array_index(statistic->tables, const stat_tap_table *, i));
    measure_columns(lines, widths);

    g_string_append_printf(text, "\n%s%s\n", statistic->title, lines->len == 1 ? ": none" : "");
    for (guint i = 0; lines->len > 1 && i < lines->len; i++)
        append_line(text, lines->pdata[i], widths, statistic->fields);
    g_free(widths);
    g_ptr_array_free(lines, TRUE);
}
