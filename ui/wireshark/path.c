/* The table of the path: what was changed between two capture points, by hop and by change.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "table.h"
#include "tables.h"
#include "plugin/diagnose/evidence/twin.h"
#include "plugin/epan/capture-point.h"
#include "plugin/epan/window.h"

#define MAX_LISTED 100 /* segments for each hop and change */
#define MAX_ROWS   5000

enum column {
    FRAME_AT_A,
    FRAME_AT_B,
    COUNT,
    FROM,
    CHANGED,
    COLUMNS,
};

static stat_tap_table_item columns[COLUMNS] = {
    [FRAME_AT_A] = TABLE_TEXTS("  Frame A", 9), /* Wireshark's sorting arrow hides the spaces */
    [FRAME_AT_B] = TABLE_TEXTS("Frame B", 7),
    [COUNT] = TABLE_NUMBERS("  Count", 7),
    [FROM] = TABLE_TEXTS("From           ", 15),
    [CHANGED] = TABLE_TEXTS("Changed, from A to B                              ", 50),
};

/* A segment at one capture point. */
struct sight {
    uint32_t frame;
    const struct point *point;
    const struct snapshot *snapshot;
};

/* The way from A to B, in the segment's direction. */
struct hop {
    struct sight a, b;
    uint32_t changes;
    uint32_t segment; /* the segment in whose row it is counted; for a piece, the whole segment */
};

/* Returns the hop between HERE and TWIN, which was captured first and was changed. A is the capture
 * point of TWIN, or that of the segment that was signed whole: if clocks differ, its pieces may be
 * captured first. */
static struct hop hop_of(const struct sight *here, const struct twin *twin)
{
    const struct sight there = {twin->number, &twin->point, twin->snapshot};
    const bool longer = snapshot_data_length(here->snapshot) > snapshot_data_length(there.snapshot);
    const bool is_part = twin->changes & 1u << CHANGE_LENGTH;
    const bool comes_last = is_part ? longer != twin->is_split : true;

    return (struct hop){
        .a = comes_last ? there : *here,
        .b = comes_last ? *here : there,
        .changes = twin->changes,
        .segment = is_part && !longer ? there.frame : here->frame,
    };
}

/* Returns the title of HOP's group. Free with g_free(). */
static char *title_of(const struct table *table, const struct hop *hop, const packet_info *pinfo)
{
    if (g_hash_table_size(table->rows) >= MAX_ROWS)
        return g_strdup("Others");
    char *a = point_text(hop->a.point, pinfo), *b = point_text(hop->b.point, pinfo);
    char *changes = changes_text(hop->changes);
    char *title = g_strdup_printf("A: %s, B: %s; %s", a, b, changes);

    g_free(changes);
    g_free(b);
    g_free(a);
    return title;
}

static char *changed_text(const struct hop *hop)
{
    GString *text = g_string_new(NULL);

    for (unsigned i = 0; i < CHANGES; i++) {
        if (!(hop->changes & 1u << i))
            continue;
        char *change = snapshot_change_text(i, hop->a.snapshot, hop->b.snapshot);
        g_string_append_printf(text, "%s%s", text->len > 0 ? "; " : "", change);
        g_free(change);
    }
    return g_string_free(text, FALSE);
}

static void list_hop(struct table *table, const char *title, const char *subject,
                     const struct hop *hop)
{
    stat_tap_table_item_type *row = table_row(table, title, subject);
    char *from = ip_address_text(&hop->a.snapshot->from.address), *changed = changed_text(hop);

    table_write_number(table, row, FRAME_AT_A, hop->a.frame);
    table_write_number(table, row, FRAME_AT_B, hop->b.frame);
    row[COUNT].value.uint_value = 1;
    table_write(table, row, FROM, from);
    table_write(table, row, CHANGED, changed);
    g_free(changed);
    g_free(from);
}

/* Counts another segment in the group's sum. Returns the sum. In a window, the sum has the title of
 * the group, since Wireshark shows no title if there is only one group. */
static unsigned sum_hops(struct table *table, const char *title)
{
    stat_tap_table_item_type *row = table_row(table, title, "all");
    const unsigned count = ++row[COUNT].value.uint_value;
    const char *name = window_shown() ? title : "all";
    char *text = count <= MAX_LISTED
                     ? g_strdup(name)
                     : g_strdup_printf("%s; the last %u are not listed", name, count - MAX_LISTED);

    table_write(table, row, CHANGED, text);
    g_free(text);
    return count;
}

/* Adds a row for the segment that HOP changed, or counts one more piece in its row. */
static void add_hop(struct table *table, const char *title, const struct hop *hop)
{
    char *subject = g_strdup_printf("%u", hop->segment);
    stat_tap_table_item_type *row = table_find(table, title, subject);

    if (row)
        row[COUNT].value.uint_value++;
    else if (sum_hops(table, title) <= MAX_LISTED)
        list_hop(table, title, subject, hop);
    g_free(subject);
}

/* Each pair of frames is counted once, at the later frame. */
static void path_add(struct table *table, const struct publication *publication,
                     const packet_info *pinfo)
{
    const struct twins *twins = publication->diagnosis.twins;
    if (!twins_changes(twins))
        return;
    const struct signature_options options = option_walk(&publication->segment);
    const struct snapshot snapshot = snapshot_of(&publication->segment, &options);
    const struct sight here = {pinfo->num, &twins->point, &snapshot};

    for (unsigned i = 0; i < twins->count; i++) {
        const struct twin *twin = &twins->list[i];
        if (twin->number > pinfo->num || !twin->changes)
            continue;
        const struct hop hop = hop_of(&here, twin);
        char *title = title_of(table, &hop, pinfo);
        add_hop(table, title, &hop);
        g_free(title);
    }
}

static struct table path = {
    .ui =
        {
            .title = "TCP Authentication Path",
            .cli_string = "tcpauth,path",
            .nfields = COLUMNS,
            .fields = columns,
        },
    .add = path_add,
};

void tables_register_path(void)
{
    table_register(&path);
}
