/* The table of causes: how often each was found, first in which frame, and what to do.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "table.h"
#include "tables.h"

#include <string.h>

enum column {
    CAUSE,
    COUNT,
    FIRST_FRAME,
    CURE,
    COLUMNS,
};

static stat_tap_table_item columns[COLUMNS] = {
    [CAUSE] = TABLE_TEXTS("Cause                 ", 22),
    [COUNT] = TABLE_NUMBERS(" Count", 6),
    [FIRST_FRAME] = TABLE_NUMBERS("First frame", 11),
    [CURE] = TABLE_TEXTS("Cure                                                 ", 53),
};

/* Returns the cure of the bad or missing signature. Returns a static string; do not free it. */
static const char *cure_of(const struct publication *publication)
{
    if (diagnosis_is_explained(&publication->diagnosis))
        return proof_cure(publication->diagnosis.proof);
    /* A single pass sees the first piece of a split segment before there is anything to
     * recognise. */
    return publication->is_preliminary ? "none found (in tshark, -2 may tell more)" : "none found";
}

/* Writes the cure up to its first semicolon, which fits into a line. */
static void write_in_short(const struct table *table, stat_tap_table_item_type *row,
                           const char *cure)
{
    char *words = g_strndup(cure, strcspn(cure, ";"));
    table_write(table, row, CURE, words);
    g_free(words);
}

/* Returns true if the cure in ROW begins as CURE does. */
static bool is_written(const stat_tap_table_item_type *row, const char *cure)
{
    return strncmp(row[CURE].value.string_value, cure, strcspn(cure, ";")) == 0;
}

/* Counts PUBLICATION in the row of NAME; CURE is its cure, as far as known so far. */
static stat_tap_table_item_type *count_cause(struct table *table, const char *name,
                                             const char *cure, const packet_info *pinfo)
{
    stat_tap_table_item_type *row = table_row(table, "Causes", name);

    if (row[COUNT].value.uint_value++ == 0) {
        table_write(table, row, CAUSE, name);
        row[FIRST_FRAME].value.uint_value = pinfo->num;
        write_in_short(table, row, cure);
    }
    return row;
}

static void causes_add(struct table *table, const struct publication *publication,
                       const packet_info *pinfo)
{
    const struct diagnosis *diagnosis = &publication->diagnosis;
    const enum cause cause = diagnosis->proof ? diagnosis->proof->cause : CAUSE_NONE;

    if (diagnosis->will_break)
        count_cause(table, "will break", cause_cure(CAUSE_SPLIT), pinfo);
    if (cause == CAUSE_NONE && diagnosis->finding.verdict != VERDICT_BAD)
        return;
    const char *cure = cure_of(publication);
    stat_tap_table_item_type *row =
        count_cause(table, cause == CAUSE_NONE ? "not known" : cause_name(cause), cure, pinfo);
    if (cause != CAUSE_NONE && !is_written(row, cure))
        write_in_short(table, row, cause_cure(cause)); /* the cases here have different cures */
}

static struct table causes = {
    .ui =
        {
            .title = "TCP Authentication Causes",
            .cli_string = "tcpauth,causes",
            .nfields = COLUMNS,
            .fields = columns,
        },
    .add = causes_add,
};

void tables_register_causes(void)
{
    table_register(&causes);
}
