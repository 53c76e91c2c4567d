/* The table of times: when each direction of each connection had each verdict first and last.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "table.h"
#include "tables.h"

enum column {
    FROM,
    TO,
    STATUS,
    SEGMENTS,
    FIRST,
    LAST,
    COLUMNS,
};

static stat_tap_table_item columns[COLUMNS] = {
    [FROM] = TABLE_TEXTS("From                 ", 21),
    [TO] = TABLE_TEXTS("To                   ", 21),
    [STATUS] = TABLE_TEXTS("Status     ", 11),
    [SEGMENTS] = TABLE_NUMBERS("Segments", 8),
    [FIRST] = TABLE_TIMES("   First (s)", 12),
    [LAST] = TABLE_TIMES("    Last (s)", 12),
};

static void add(struct table *table, const struct publication *publication,
                const packet_info *pinfo)
{
    const struct segment *segment = &publication->segment;
    const char *status = verdict_name(publication->finding.verdict);
    char *from = table_end(&segment->from), *to = table_end(&segment->to);
    char *subject = g_strconcat(from, to, status, NULL);
    const double now = nstime_to_sec(&pinfo->rel_ts);

    stat_tap_table_item_type *row = table_row(table, "Times", subject);
    if (row[SEGMENTS].value.uint_value++ == 0)
        row[FIRST].value.float_value = now;
    row[LAST].value.float_value = now;
    table_write(&row[FROM], from);
    table_write(&row[TO], to);
    table_write(&row[STATUS], status);

    g_free(subject);
    g_free(to);
    g_free(from);
}

static struct table times = {
    .ui =
        {
            .title = "TCP Authentication Times",
            .cli_string = "tcpauth,times",
            .nfields = COLUMNS,
            .fields = columns,
        },
    .add = add,
};

void tables_register_times(void)
{
    table_register(&times);
}
