/* The table of peers: a row for each direction of each connection, and the sum of each peer pair.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "pair.h"
#include "table.h"
#include "tables.h"

enum column {
    DIRECTION,
    TOTAL,
    VERDICTS, /* the first of as many as there are, in their order */
    CAUSE = VERDICTS + VERDICT_NONE,
    KEY,
    COLUMNS,
};

static stat_tap_table_item columns[COLUMNS] = {
    [DIRECTION] = TABLE_TEXTS("Direction     ", 14),
    [TOTAL] = TABLE_NUMBERS("  Total", 7),
    [VERDICTS + VERDICT_BAD] = TABLE_NUMBERS("   Bad", 6),
    [VERDICTS + VERDICT_GOOD] = TABLE_NUMBERS("   Good", 7),
    [VERDICTS + VERDICT_UNVERIFIED] = TABLE_NUMBERS("Unver", 5),
    [VERDICTS + VERDICT_NOT_PRESENT] = TABLE_NUMBERS("Miss.", 5),
    [VERDICTS + VERDICT_ILLEGAL] = TABLE_NUMBERS("Illeg", 5),
    [CAUSE] = TABLE_TEXTS("Leading cause   ", 16),
    [KEY] = TABLE_TEXTS("Key              ", 17),
};

/* How often each cause was found for a row, kept with its cell. */
static unsigned *cause_counts(stat_tap_table_item_type *cell)
{
    if (!cell->user_data.ptr_value)
        cell->user_data.ptr_value = g_new0(unsigned, CAUSES);
    return cell->user_data.ptr_value;
}

static void count_cause(const struct table *table, stat_tap_table_item_type *row,
                        const struct proof *proof)
{
    unsigned *counts = cause_counts(&row[CAUSE]);
    enum cause leading = CAUSE_NONE;

    if (!proof || proof->cause == CAUSE_NONE)
        return;
    counts[proof->cause]++;
    for (unsigned cause = 0; cause < CAUSES; cause++)
        if (counts[cause] > counts[leading])
            leading = cause;
    table_write(table, row, CAUSE, cause_name(leading));
}

/* Counts FINDING in the row about SUBJECT, which is to be called so. */
static void count(struct table *table, const char *pair, const char *subject,
                  const struct finding *finding)
{
    stat_tap_table_item_type *row = table_row(table, pair, subject);

    if (row[TOTAL].value.uint_value++ == 0)
        table_write(table, row, DIRECTION, subject);
    row[VERDICTS + finding->verdict].value.uint_value++;
    if (finding->key)
        table_write(table, row, KEY, finding->key->name);
    count_cause(table, row, finding->proof);
}

static void add(struct table *table, const struct publication *publication,
                const packet_info *pinfo)
{
    char *pair = pair_text(&publication->segment);
    char *direction = pair_direction(&publication->segment);
    (void)pinfo;

    count(table, pair, pair_sum(pair), &publication->finding);
    count(table, pair, direction, &publication->finding);
    g_free(direction);
    g_free(pair);
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
