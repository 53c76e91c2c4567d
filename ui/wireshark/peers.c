/* The table of peers: a row for each direction of each connection, a sum for each pair of peers,
 * and a sum with its conclusion for each direction of each session.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "pair.h"
#include "table.h"
#include "tables.h"
#include "plugin/diagnose/session/words.h"
#include "plugin/epan/ao-items.h"
#include "plugin/verify/option.h"

enum column {
    DIRECTION,
    CONCLUSION,
    TOTAL,
    VERDICTS, /* the first of a column per verdict, in the order of enum verdict */
    WILL_BREAK = VERDICTS + VERDICT_NONE,
    KEY,
    KEY_IDS,
    OPTIONS,
    COLUMNS,
};

static stat_tap_table_item columns[COLUMNS] = {
    [DIRECTION] = TABLE_TEXTS("Direction     ", 14),
    [CONCLUSION] = TABLE_TEXTS("Conclusion      ", 16),
    [TOTAL] = TABLE_NUMBERS(" Total", 6),
    [VERDICTS + VERDICT_BAD] = TABLE_NUMBERS("   Bad", 6),
    [VERDICTS + VERDICT_GOOD] = TABLE_NUMBERS("  Good", 6),
    [VERDICTS + VERDICT_UNVERIFIED] = TABLE_NUMBERS("Unverified", 10),
    [VERDICTS + VERDICT_NOT_PRESENT] = TABLE_NUMBERS("Missing", 7),
    [VERDICTS + VERDICT_ILLEGAL] = TABLE_NUMBERS("Illegal", 7),
    [WILL_BREAK] = TABLE_NUMBERS("Will break", 10),
    [KEY] = TABLE_TEXTS("Key", 3),
    [KEY_IDS] = TABLE_TEXTS("KeyIDs", 6),
    [OPTIONS] = TABLE_TEXTS("TCP options", 11),
};

/* Returns the counts of causes for a row, which are kept in the row's cell. */
static unsigned *cause_counts(stat_tap_table_item_type *cell)
{
    if (!cell->user_data.ptr_value)
        cell->user_data.ptr_value = g_new0(unsigned, CAUSES);
    return cell->user_data.ptr_value;
}

/* Writes the most frequent cause in ROW, or that segments will break. */
static void count_cause(const struct table *table, stat_tap_table_item_type *row,
                        const struct diagnosis *diagnosis)
{
    unsigned *counts = cause_counts(&row[CONCLUSION]);
    enum cause leading = CAUSE_NONE;

    if (diagnosis->proof && diagnosis->proof->cause != CAUSE_NONE)
        counts[diagnosis->proof->cause]++;
    for (unsigned cause = CAUSE_NONE + 1; cause < CAUSES; cause++)
        if (counts[cause] > counts[leading])
            leading = cause;
    if (leading != CAUSE_NONE)
        table_write(table, row, CONCLUSION, cause_name(leading));
    else if (row[WILL_BREAK].value.uint_value > 0)
        table_write(table, row, CONCLUSION, conclusion_will_break.name);
}

/* Writes the name of ROW, which is missing in a new row and after a reset. */
static void name_row(const struct table *table, stat_tap_table_item_type *row, const char *subject)
{
    if (row[DIRECTION].value.string_value[0] == '\0')
        table_write(table, row, DIRECTION, subject);
}

/* Adds KEY_ID to the sorted list that ROW keeps in its cell. */
static void add_key_id(const struct table *table, stat_tap_table_item_type *row, uint8_t key_id)
{
    if (!row[KEY_IDS].user_data.ptr_value)
        row[KEY_IDS].user_data.ptr_value = g_new0(bool, UINT8_MAX + 1);
    bool *used = row[KEY_IDS].user_data.ptr_value;
    if (used[key_id])
        return;
    GString *text = g_string_new(NULL);

    used[key_id] = true;
    for (unsigned id = 0; id <= UINT8_MAX; id++)
        if (used[id])
            g_string_append_printf(text, "%s%u", text->len ? ", " : "", id);
    table_write(table, row, KEY_IDS, text->str);
    g_string_free(text, TRUE);
}

/* Writes the keys that sign the segments of ROW and, for TCP-AO, whether the MACs cover the other
 * options. A segment may have no other options. */
static void write_keys(const struct table *table, stat_tap_table_item_type *row,
                       const struct publication *publication)
{
    const struct signature_options options = option_walk(&publication->segment);
    const struct finding *finding = &publication->diagnosis.finding;

    if (finding->key)
        table_write(table, row, KEY, finding->key->name);
    if (options.signature.kind == OPTION_AO)
        add_key_id(table, row, options.signature.key_id);
    if (finding->verdict == VERDICT_GOOD && finding->signing == SIGNING_AO &&
        (!finding->ao.bare || row[OPTIONS].value.string_value[0] == '\0'))
        table_write(table, row, OPTIONS, ao_items_options_text(&finding->ao));
}

/* Counts PUBLICATION's segment in ROW, whose name is SUBJECT. */
static void count_segment(const struct table *table, stat_tap_table_item_type *row,
                          const char *subject, const struct publication *publication)
{
    const struct diagnosis *diagnosis = &publication->diagnosis;

    name_row(table, row, subject);
    row[TOTAL].value.uint_value++;
    row[VERDICTS + diagnosis->finding.verdict].value.uint_value++;
    row[WILL_BREAK].value.uint_value += diagnosis->will_break;
    if (table->ui.nfields > KEY)
        write_keys(table, row, publication);
    count_cause(table, row, diagnosis);
}

static struct sessions *sessions;

static void forget_groups(void)
{
    sessions_free(sessions);
    sessions = NULL;
}

static void reset_group(stat_tap_table *group)
{
    forget_groups();
    table_reset(group);
}

/* Returns the row for everything that VIEW's sender sends. Sets *SUBJECT to its name; free that
 * with g_free(). */
static stat_tap_table_item_type *direction_row(struct table *table, const char *group,
                                               const struct view *view, char **subject)
{
    char *protocol = words_protocol(view->session);
    *subject = pair_sum_direction(protocol, view->from, view->to,
                                  view->sender == &view->session->senders[0]);
    g_free(protocol);
    return table_row(table, group, *subject);
}

/* Updates the conclusions on both directions: each segment may change them. */
static void show_conclusions(struct table *table, const char *group,
                             const struct publication *publication)
{
    const struct segment *segment = &publication->segment;
    const struct session *session = sessions_between(sessions, &segment->from, &segment->to);

    for (unsigned side = 0; session && side < 2; side++) {
        struct view view = view_of(sessions, session, side);
        struct conclusion list[MAX_CONCLUSIONS];
        char *subject;
        stat_tap_table_item_type *row = direction_row(table, group, &view, &subject);

        name_row(table, row, subject);
        if (side == (pair_is_forward(segment) ? 0 : 1))
            count_segment(table, row, subject, publication);
        if (sender_total(view.sender) > 0) {
            conclusions_of(&view, list);
            table_write(table, row, CONCLUSION, conclusion_name(&list[0]));
        }
        g_free(subject);
        view_clear(&view);
    }
}

static void peers_add(struct table *table, const struct publication *publication,
                      const packet_info *pinfo)
{
    char *pair = pair_text(&publication->segment);
    char *direction = pair_direction(&publication->segment);
    const char *sums = pair_sum_group(pair), *sum = pair_sum(pair);

    if (!sessions)
        sessions = sessions_new();
    sessions_note(sessions, &publication->segment, &publication->diagnosis, pinfo->num);
    count_segment(table, table_row(table, sums, sum), sum, publication);
    show_conclusions(table, sums, publication);
    count_segment(table, table_row(table, pair, direction), direction, publication);
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
            .stat_tap_reset_table_cb = reset_group,
        },
    .add = peers_add,
    .begin = forget_groups,
    .terminal_columns = KEY, /* there is no room for more */
};

void tables_register_peers(void)
{
    table_register(&peers);
}
