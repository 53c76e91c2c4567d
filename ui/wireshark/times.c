/* The table of times: when each direction of each connection, and each pair of peers, had each
 * verdict first and last.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "pair.h"
#include "table.h"
#include "tables.h"

enum column {
    DIRECTION,
    STATUS,
    SEGMENTS,
    FIRST_FRAME,
    FIRST,
    LAST_FRAME,
    LAST,
    COLUMNS,
};

static stat_tap_table_item columns[COLUMNS] = {
    [DIRECTION] = TABLE_TEXTS("Direction     ", 14),
    [STATUS] = TABLE_TEXTS("Status     ", 11),
    [SEGMENTS] = TABLE_NUMBERS("Segments", 8),
    [FIRST_FRAME] = TABLE_NUMBERS("First frame", 11),
    [FIRST] = TABLE_TIMES("    First (s)", 13),
    [LAST_FRAME] = TABLE_NUMBERS("Last frame", 10),
    [LAST] = TABLE_TIMES("     Last (s)", 13),
};

/* One segment: its verdict, and when it was captured. */
struct sight {
    const char *status;
    uint32_t frame;
    double time; /* seconds since the first frame */
};

/* Counts SIGHT in the row of its verdict for SUBJECT. A new row is named SUBJECT. */
static void count_sight(struct table *table, const char *pair, const char *subject,
                        const struct sight *sight)
{
    char *name = g_strconcat(subject, "\n", sight->status, NULL);
    stat_tap_table_item_type *row = table_row(table, pair, name);

    if (row[SEGMENTS].value.uint_value++ == 0) {
        table_write(table, row, DIRECTION, subject);
        table_write(table, row, STATUS, sight->status);
        row[FIRST_FRAME].value.uint_value = sight->frame;
        row[FIRST].value.float_value = sight->time;
    }
    row[LAST_FRAME].value.uint_value = sight->frame;
    row[LAST].value.float_value = sight->time;
    g_free(name);
}

static void times_add(struct table *table, const struct publication *publication,
                      const packet_info *pinfo)
{
    const struct sight sight = {verdict_name(publication->diagnosis.finding.verdict), pinfo->num,
                                nstime_to_sec(&pinfo->rel_ts)};
    char *pair = pair_text(&publication->segment);
    char *direction = pair_direction(&publication->segment);

    count_sight(table, pair_sum_group(pair), pair_sum(pair), &sight);
    count_sight(table, pair, direction, &sight);
    g_free(direction);
    g_free(pair);
}

static struct table times = {
    .ui =
        {
            .title = "TCP Authentication Times",
            .cli_string = "tcpauth,times",
            .nfields = COLUMNS,
            .fields = columns,
        },
    .add = times_add,
};

void tables_register_times(void)
{
    table_register(&times);
}
