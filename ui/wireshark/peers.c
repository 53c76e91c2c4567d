/* The table of peers: a row for each direction of each connection, and the sum of each peer pair.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "table.h"
#include "tables.h"

#include <string.h>

enum column {
    FROM,
    TO, /* which port */
    TOTAL,
    VERDICTS, /* the first of as many as there are, in their order */
    CAUSE = VERDICTS + VERDICT_NONE,
    KEY,
    COLUMNS,
};

static stat_tap_table_item columns[COLUMNS] = {
    [FROM] = TABLE_TEXTS("From                 ", 21),
    [TO] = TABLE_TEXTS("To   ", 5),
    [TOTAL] = TABLE_NUMBERS("Total", 5),
    [VERDICTS + VERDICT_BAD] = TABLE_NUMBERS("  Bad", 5),
    [VERDICTS + VERDICT_GOOD] = TABLE_NUMBERS(" Good", 5),
    [VERDICTS + VERDICT_UNVERIFIED] = TABLE_NUMBERS("Unver", 5),
    [VERDICTS + VERDICT_NOT_PRESENT] = TABLE_NUMBERS("Miss.", 5),
    [VERDICTS + VERDICT_ILLEGAL] = TABLE_NUMBERS("Illeg", 5),
    [CAUSE] = TABLE_TEXTS("Leading cause ", 14),
    [KEY] = TABLE_TEXTS("Key", 1),
};

/* How often each cause was found for a row, kept with its cell. */
static unsigned *cause_counts(stat_tap_table_item_type *cell)
{
    if (!cell->user_data.ptr_value)
        cell->user_data.ptr_value = g_new0(unsigned, CAUSES);
    return cell->user_data.ptr_value;
}

static void count_cause(stat_tap_table_item_type *cell, const struct proof *proof)
{
    unsigned *counts = cause_counts(cell);
    enum cause leading = CAUSE_NONE;

    if (!proof || proof->cause == CAUSE_NONE)
        return;
    counts[proof->cause]++;
    for (unsigned cause = 0; cause < CAUSES; cause++)
        if (counts[cause] > counts[leading])
            leading = cause;
    table_write(cell, cause_name(leading));
}

static void count(stat_tap_table_item_type *row, const struct finding *finding)
{
    row[TOTAL].value.uint_value++;
    row[VERDICTS + finding->verdict].value.uint_value++;
    if (finding->key)
        table_write(&row[KEY], finding->key->name);
    count_cause(&row[CAUSE], finding->proof);
}

/* The two addresses, in a fixed order. */
static char *pair_text(const struct segment *segment)
{
    const struct ip_address *low = &segment->from.address, *high = &segment->to.address;
    const bool in_order = memcmp(low, high, sizeof *low) <= 0;
    char *from = table_address(in_order ? low : high), *to = table_address(in_order ? high : low);
    char *pair = g_strdup_printf("%s and %s", from, to);
    g_free(to);
    g_free(from);
    return pair;
}

static void add(struct table *table, const struct publication *publication,
                const packet_info *pinfo)
{
    const struct segment *segment = &publication->segment;
    char *from = table_end(&segment->from), *to = table_end(&segment->to);
    char *pair = pair_text(segment), *direction = g_strconcat(from, to, NULL);
    char *port = g_strdup_printf("%u", segment->to.port);
    (void)pinfo;

    stat_tap_table_item_type *sum = table_row(table, pair, "");
    table_write(&sum[FROM], "all");
    count(sum, &publication->finding);

    stat_tap_table_item_type *row = table_row(table, pair, direction);
    table_write(&row[FROM], from);
    table_write(&row[TO], port);
    count(row, &publication->finding);

    g_free(port);
    g_free(direction);
    g_free(pair);
    g_free(to);
    g_free(from);
}

static struct table peers = {
    .ui =
        {
            .title = "TCP Authentication Peers",
            .cli_string = "tcpauth,peers",
            .nfields = COLUMNS,
            .fields = columns,
        },
    .add = add,
};

void tables_register_peers(void)
{
    table_register(&peers);
}
