/* Statistics in the form of tables.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "table.h"

#include "plugin/epan/window.h"
#include "keys/hash.h"

#include <epan/tap.h>
#include <string.h>

/* Wireshark frees the tables, but not their titles, so the titles are interned. */
static void table_init(stat_tap_table_ui *ui)
{
    struct table *table = (struct table *)ui;

    if (!ui->tables)
        ui->tables = g_array_new(FALSE, TRUE, sizeof(stat_tap_table *));
    free_stat_tables(ui);
    if (!window_shown() && table->terminal_columns > 0)
        ui->nfields = table->terminal_columns;
    if (table->begin)
        table->begin();
    g_clear_pointer(&table->groups, g_hash_table_destroy);
    g_clear_pointer(&table->rows, g_hash_table_destroy);
    table->groups = g_hash_table_new(hash_text, g_str_equal);
    table->rows = g_hash_table_new_full(hash_text, g_str_equal, g_free, NULL);
}

static void free_cell(stat_tap_table *group, guint row, guint column,
                      stat_tap_table_item_type *cell)
{
    (void)group;
    (void)row;
    (void)column;
    if (cell->type == TABLE_ITEM_STRING)
        g_free((char *)cell->value.string_value);
    g_free(cell->user_data.ptr_value);
}

/* Makes CELL as in a new row. */
static void clear_cell(stat_tap_table_item_type *cell, stat_tap_table_item_enum type)
{
    *cell = (stat_tap_table_item_type){.type = type};
    if (type == TABLE_ITEM_STRING)
        cell->value.string_value = g_strdup("");
}

void table_reset(stat_tap_table *group)
{
    for (guint row = 0; row < group->num_elements; row++)
        for (guint column = 0; column < group->num_fields; column++) {
            stat_tap_table_item_type *cell = stat_tap_get_field_data(group, row, column);
            const stat_tap_table_item_enum type = cell->type;
            free_cell(group, row, column, cell);
            clear_cell(cell, type);
        }
}

/* Returns the group TITLE. stat_tap_find_table() would compare the titles of all groups. */
static stat_tap_table *find_group(struct table *table, const char *title)
{
    stat_tap_table *group = g_hash_table_lookup(table->groups, title);
    if (!group) {
        group = stat_tap_init_table(g_intern_string(title), (int)table->ui.nfields, 0, NULL);
        stat_tap_add_table(&table->ui, group);
        g_hash_table_insert(table->groups, (char *)group->title, group);
    }
    return group;
}

static stat_tap_table_item_type *new_row(struct table *table, const char *title)
{
    const stat_tap_table_ui *ui = &table->ui;
    const guint columns = (guint)ui->nfields;
    stat_tap_table *group = find_group(table, title);
    const guint row = group->num_elements;
    stat_tap_table_item_type *cells = g_new(stat_tap_table_item_type, columns);
    for (guint column = 0; column < columns; column++)
        clear_cell(&cells[column], ui->fields[column].type);
    stat_tap_init_table_row(group, row, columns, cells);
    g_free(cells);
    return stat_tap_get_field_data(group, row, 0);
}

static char *name_row(const char *group, const char *subject)
{
    return g_strconcat(group, "\n", subject, NULL);
}

stat_tap_table_item_type *table_find(const struct table *table, const char *group,
                                     const char *subject)
{
    char *name = name_row(group, subject);
    stat_tap_table_item_type *row = g_hash_table_lookup(table->rows, name);
    g_free(name);
    return row;
}

stat_tap_table_item_type *table_row(struct table *table, const char *group, const char *subject)
{
    stat_tap_table_item_type *row = table_find(table, group, subject);
    if (!row) {
        row = new_row(table, group);
        g_hash_table_insert(table->rows, name_row(group, subject), row);
    }
    return row;
}

/* Returns TEXT padded or shortened to WIDTH characters, not bytes as printf would. Free with
 * g_free(). */
static char *fit_text(const char *text, size_t width)
{
    const size_t length = (size_t)g_utf8_strlen(text, -1);
    if (length <= width)
        return g_strdup_printf("%s%*s", text, (int)(width - length), "");

    const size_t head = (width - 1) / 2, tail = width - 1 - head;
    char *start = g_utf8_substring(text, 0, (glong)head);
    const char *end = g_utf8_offset_to_pointer(text, (glong)(length - tail));
    char *fitting = g_strconcat(start, "\u2026", end, NULL);
    g_free(start);
    return fitting;
}

void table_write(const struct table *table, stat_tap_table_item_type *row, unsigned column,
                 const char *text)
{
    char **held = (char **)&row[column].value.string_value;
    g_free(*held);
    *held = window_shown() ? g_strdup(text)
                           : fit_text(text, strlen(table->ui.fields[column].column_name));
}

void table_write_number(const struct table *table, stat_tap_table_item_type *row, unsigned column,
                        uint32_t number)
{
    char *text = g_strdup_printf("%*u", (int)strlen(table->ui.fields[column].column_name), number);
    table_write(table, row, column, text);
    g_free(text);
}

static tap_packet_status table_add(void *data, packet_info *pinfo, epan_dissect_t *dissection,
                                   const void *publication, tap_flags_t flags)
{
    const stat_data_t *statistic = data;
    struct table *table = (struct table *)statistic->stat_tap_data;
    (void)dissection;
    (void)flags;
    table->add(table, publication, pinfo);
    return TAP_PACKET_REDRAW;
}

static tap_param parameters[] = {{PARAM_FILTER, "filter", "Filter", NULL, TRUE}};

void table_register(struct table *table)
{
    table->ui.group = REGISTER_PACKET_STAT_GROUP_UNSORTED;
    table->ui.tap_name = TAP_NAME;
    table->ui.stat_tap_init_cb = table_init;
    table->ui.packet_func = table_add;
    if (!table->ui.stat_tap_reset_table_cb)
        table->ui.stat_tap_reset_table_cb = table_reset;
    table->ui.stat_tap_free_table_item_cb = free_cell;
    table->ui.nparams = G_N_ELEMENTS(parameters);
    table->ui.params = parameters;
    register_stat_tap_table_ui(&table->ui);
}
