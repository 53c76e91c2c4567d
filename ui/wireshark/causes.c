/* The table of causes: how often each was found, first in which frame, and what to do. A cause has
 * a row for each cure.
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

/* Counts PUBLICATION in the row of cause NAME and CURE: the cases of one cause may have different
 * cures. */
static void count_cause(struct table *table, const char *name, const char *cure,
                        const packet_info *pinfo)
{
    char *in_short = g_strndup(cure, strcspn(cure, ";")); /* fits into a line */
    char *subject = g_strconcat(name, "\n", in_short, NULL);
    stat_tap_table_item_type *row = table_row(table, "Causes", subject);

    if (row[COUNT].value.uint_value++ == 0) {
        table_write(table, row, CAUSE, name);
        row[FIRST_FRAME].value.uint_value = pinfo->num;
        table_write(table, row, CURE, in_short);
    }
    g_free(subject);
    g_free(in_short);
}

static void causes_add(struct table *table, const struct publication *publication,
                       const packet_info *pinfo)
{
    const struct diagnosis *diagnosis = &publication->diagnosis;
    const enum cause cause = diagnosis->proof ? diagnosis->proof->cause : CAUSE_NONE;

    if (diagnosis->will_break)
        count_cause(table, "will break", cause_cure(CAUSE_SPLIT), pinfo);
    if (cause != CAUSE_NONE)
        count_cause(table, cause_name(cause), cure_of(publication), pinfo);
    else if (diagnosis->finding.verdict == VERDICT_BAD)
        count_cause(table, "not known", cure_of(publication), pinfo);
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
