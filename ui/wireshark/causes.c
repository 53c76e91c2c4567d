/* The table of causes: how often each was found, where first, and what to do.
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

/* The words up to the first semicolon, which fit into a line. */
static char *in_short(const char *cure)
{
    return g_strndup(cure, strcspn(cure, ";"));
}

static void add(struct table *table, const struct publication *publication,
                const packet_info *pinfo)
{
    const struct finding *finding = &publication->finding;
    const enum cause cause = finding->proof ? finding->proof->cause : CAUSE_NONE;
    if (cause == CAUSE_NONE && finding->verdict != VERDICT_BAD)
        return;

    const char *name = cause == CAUSE_NONE ? "not known" : cause_name(cause);
    stat_tap_table_item_type *row = table_row(table, "Causes", name);
    if (row[COUNT].value.uint_value++ > 0)
        return;
    /* In one pass, the first piece of a split segment comes before anybody can know. */
    char *cure = in_short(cause == CAUSE_NONE ? "none found (in tshark, -2 may tell more)"
                                              : cause_cure(cause));
    table_write(table, row, CAUSE, name);
    row[FIRST_FRAME].value.uint_value = pinfo->num;
    table_write(table, row, CURE, cure);
    g_free(cure);
}

static struct table causes = {
    .ui =
        {
            .title = "TCP Authentication Causes",
            .cli_string = "tcpauth,causes",
            .nfields = COLUMNS,
            .fields = columns,
        },
    .add = add,
};

void tables_register_causes(void)
{
    table_register(&causes);
}
