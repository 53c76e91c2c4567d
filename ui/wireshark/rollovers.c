/* The table of key rollovers: when an end switches to another key, how long the two ends then
 * disagree, and how many segments that loses. For TCP-AO, also whether and when an end switches to
 * the key that it is requested to use.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/learnt/key-change.h"
#include "plugin/diagnose/learnt/rollover.h"

#include "pair.h"
#include "table.h"
#include "tables.h"

enum column {
    FRAME,
    TIME,
    END,
    OLD,
    NEW,
    DISAGREEMENT,
    LOST,
    COLUMNS,
};

static stat_tap_table_item columns[COLUMNS] = {
    [FRAME] = TABLE_NUMBERS("  Frame", 7),        [TIME] = TABLE_TIMES("     Time (s)", 13),
    [END] = TABLE_TEXTS("End            ", 15),   [OLD] = TABLE_TEXTS("From key         ", 17),
    [NEW] = TABLE_TEXTS("To key           ", 17), [DISAGREEMENT] = TABLE_TEXTS("Disagree (s)", 12),
    [LOST] = TABLE_NUMBERS(" Lost", 5),
};

/* Returns the seconds from START to END, padded so that texts sort like numbers. Free with
 * g_free(). */
static char *seconds_text(const struct rollover *start, const struct rollover *end)
{
    char *duration = rollover_duration(start, end), *text = g_strdup_printf("%12s", duration);
    g_free(duration);
    return text;
}

static char *disagreement_text(const struct rollover *rollover)
{
    if (rollover_is_parallel(rollover))
        return g_strdup("     at once");
    if (rollover->disagreement_start)
        return seconds_text(rollover->disagreement_start, rollover);
    if (rollover->disagreement_end)
        return seconds_text(rollover, rollover->disagreement_end);
    if (!rollover->other_end_key)
        return g_strdup("   not known");
    return g_strdup(rollover->other_end_key == rollover->new ? "       0.000" : "    not over");
}

static void write_outcome(const struct table *table, stat_tap_table_item_type *row,
                          const struct rollover *rollover)
{
    char *disagreement = disagreement_text(rollover);
    table_write(table, row, DISAGREEMENT, disagreement);
    row[LOST].value.uint_value = rollover_lost(rollover);
    g_free(disagreement);
}

/* Updates the row of ROLLOVER, of which more is known now. */
static void complete_row(const struct table *table, const char *pair,
                         const struct rollover *rollover)
{
    char *subject = g_strdup_printf("%u", rollover->number);
    stat_tap_table_item_type *row = table_find(table, pair, subject);
    if (row) /* NULL if the filter left it out */
        write_outcome(table, row, rollover);
    g_free(subject);
}

/* Returns a new row for PUBLICATION's segment, with its end; all other cells are empty. */
static stat_tap_table_item_type *new_row(struct table *table, const char *pair,
                                         const struct publication *publication,
                                         const packet_info *pinfo)
{
    char *end = pair_sender(&publication->segment);
    char *subject = g_strdup_printf("%u", pinfo->num);
    stat_tap_table_item_type *row = table_row(table, pair, subject);

    row[FRAME].value.uint_value = pinfo->num;
    row[TIME].value.float_value = nstime_to_sec(&pinfo->rel_ts);
    table_write(table, row, END, end);
    g_free(subject);
    g_free(end);
    return row;
}

static void add_rollover(const struct table *table, stat_tap_table_item_type *row,
                         const struct rollover *rollover)
{
    table_write(table, row, OLD, rollover->old->name);
    table_write(table, row, NEW, rollover->new->name);
    write_outcome(table, row, rollover);
}

/* Writes the name of KEY, which may be NULL, in COLUMN. */
static void write_key(const struct table *table, stat_tap_table_item_type *row, enum column column,
                      const struct key *key, uint8_t key_id)
{
    char *text = key_title(key, key_id);
    table_write(table, row, column, text);
    g_free(text);
}

static void add_key_change(const struct table *table, stat_tap_table_item_type *row,
                           const struct key_change *change)
{
    static const char *const outcomes[] = {
        [KEY_CHANGED] = "   not known",
        [KEY_NOT_ASKED] = "   not asked",
        [KEY_BACK] = "        back",
        [KEY_NOT_FOLLOWED] = "not followed",
    };
    write_key(table, row, OLD, change->old, change->old_id);
    write_key(table, row, NEW, change->new, change->new_id);
    if (change->kind != KEY_FOLLOWED) {
        table_write(table, row, DISAGREEMENT, outcomes[change->kind]);
        return;
    }
    char *delay = key_delay_text(change->request->delay), *text = g_strdup_printf("%12s", delay);
    table_write(table, row, DISAGREEMENT, text);
    g_free(text);
    g_free(delay);
}

static void rollovers_add(struct table *table, const struct publication *publication,
                          const packet_info *pinfo)
{
    const struct rollover *rollover = publication->diagnosis.rollover;
    const struct rollover *recounted = publication->diagnosis.recounted;
    const struct key_change *change = publication->diagnosis.key_change;
    if (!rollover && !recounted && !change)
        return;
    char *pair = pair_text(&publication->segment);

    if (change)
        add_key_change(table, new_row(table, pair, publication, pinfo), change);
    else if (rollover)
        add_rollover(table, new_row(table, pair, publication, pinfo), rollover);
    if (rollover && rollover->disagreement_start)
        complete_row(table, pair, rollover->disagreement_start);
    if (recounted)
        complete_row(table, pair, recounted);
    if (recounted && recounted->disagreement_end)
        complete_row(table, pair, recounted->disagreement_end);
    g_free(pair);
}

static struct table rollovers = {
    .ui =
        {
            .title = "TCP Authentication Roll-Overs",
            .cli_string = "tcpauth,rollovers",
            .nfields = COLUMNS,
            .fields = columns,
        },
    .add = rollovers_add,
};

void tables_register_rollovers(void)
{
    table_register(&rollovers);
}
