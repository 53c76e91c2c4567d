/* The table of keys: when each end signs with each key and, for TCP-AO, when the other end
 * requested it and how soon this end followed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/learnt/key-ids.h"
#include "plugin/verify/option.h"

#include "pair.h"
#include "table.h"
#include "tables.h"

#include <string.h>

enum column {
    END,
    KEY_ID,
    KEY,
    TOTAL,
    GOOD,
    FIRST,
    LAST,
    ASKED,
    AFTER,
    PLACE,
    COLUMNS,
};

static stat_tap_table_item columns[COLUMNS] = {
    [END] = TABLE_TEXTS("End            ", 15),   [KEY_ID] = TABLE_TEXTS("KeyID", 5),
    [KEY] = TABLE_TEXTS("Key              ", 17), [TOTAL] = TABLE_NUMBERS(" Total", 6),
    [GOOD] = TABLE_NUMBERS("  Good", 6),          [FIRST] = TABLE_TEXTS("  First", 7),
    [LAST] = TABLE_TEXTS("   Last", 7),           [ASKED] = TABLE_TEXTS("  Asked", 7),
    [AFTER] = TABLE_TEXTS("  After (ms)", 12),    [PLACE] = TABLE_TEXTS("On the router", 13),
};

/* Returns the row of END and KEY_ID with NAME or without a name. A row without a name, in which
 * nothing has verified yet, gets NAME unless that is NULL. */
static stat_tap_table_item_type *named_row(struct table *table, const char *pair, const char *end,
                                           const char *key_id, const char *name)
{
    char *subject = g_strdup_printf("%s\n%s", end, key_id);
    stat_tap_table_item_type *row = table_row(table, pair, subject);
    const char *known = row[KEY].user_data.ptr_value;

    if (name && known && strcmp(name, known) != 0) {
        char *other = g_strdup_printf("%s\n%s", subject, name);
        row = table_row(table, pair, other);
        g_free(other);
    }
    g_free(subject);
    if (name && !row[KEY].user_data.ptr_value) {
        row[KEY].user_data.ptr_value = g_strdup(name);
        table_write(table, row, KEY, name);
    }
    return row;
}

/* Writes which key of which chain KEY is on the router. */
static void write_place(const struct table *table, stat_tap_table_item_type *row,
                        const struct key *key)
{
    char *place = key_place_text(key);
    if (place)
        table_write(table, row, PLACE, place);
    g_free(place);
}

/* Returns the row of the end with ADDRESS that signs with KEY and KEY_ID. KEY is NULL if it is
 * unknown; KEY_ID is -1 with MD5. */
static stat_tap_table_item_type *row_of(struct table *table, const char *pair,
                                        const struct ip_address *address, int key_id,
                                        const struct key *key)
{
    char *end = ip_address_text(address);
    char *id = key_id < 0 ? g_strdup("") : g_strdup_printf("%5d", key_id);
    stat_tap_table_item_type *row = named_row(table, pair, end, id, key ? key->name : NULL);

    table_write(table, row, END, end);
    table_write(table, row, KEY_ID, id);
    if (key && table->ui.nfields > PLACE)
        write_place(table, row, key);
    g_free(id);
    g_free(end);
    return row;
}

static void count_key(const struct table *table, stat_tap_table_item_type *row,
                      const struct finding *finding, uint32_t number)
{
    if (row[TOTAL].value.uint_value++ == 0)
        table_write_number(table, row, FIRST, number);
    table_write_number(table, row, LAST, number);
    row[GOOD].value.uint_value += finding->verdict == VERDICT_GOOD;
}

/* Notes in ROW that frame NUMBER requests its end to sign with its key. */
static void show_request(const struct table *table, stat_tap_table_item_type *row, uint32_t number)
{
    table_write_number(table, row, ASKED, number);
    table_write(table, row, AFTER, "");
}

/* Notes in ROW whether the request for its key was followed. */
static void show_change(const struct table *table, stat_tap_table_item_type *row,
                        const struct key_change *change)
{
    if (change->kind == KEY_NOT_FOLLOWED) {
        table_write(table, row, AFTER, "not followed");
        return;
    }
    char *text = g_strdup_printf("%12.3f", (double)change->request->delay / 1000);
    show_request(table, row, change->request->number);
    table_write(table, row, AFTER, text);
    g_free(text);
}

static void keys_add(struct table *table, const struct publication *publication,
                     const packet_info *pinfo)
{
    const struct diagnosis *diagnosis = &publication->diagnosis;
    const struct finding *finding = &diagnosis->finding;
    const struct segment *segment = &publication->segment;
    const struct signature_options options = option_walk(segment);
    const struct ip_address *from = &segment->from.address, *to = &segment->to.address;
    const bool has_id = options.signature.kind == OPTION_AO;
    const struct key *key = key_signer(finding);

    if ((!has_id && !key) || finding->verdict == VERDICT_ILLEGAL || segment->quoted)
        return;
    char *pair = pair_text(segment);
    const int key_id = has_id ? options.signature.key_id : -1;
    stat_tap_table_item_type *row = row_of(table, pair, from, key_id, key);

    count_key(table, row, finding, pinfo->num);
    if (diagnosis->key_request)
        show_request(table, row_of(table, pair, to, diagnosis->key_request->key_id, NULL),
                     pinfo->num);
    if (diagnosis->key_change && diagnosis->key_change->request)
        show_change(
            table,
            row_of(table, pair, from, diagnosis->key_change->new_id, diagnosis->key_change->new),
            diagnosis->key_change);
    g_free(pair);
}

static struct table keys = {
    .ui =
        {
            .title = "TCP Authentication Keys",
            .cli_string = "tcpauth,keys",
            .nfields = COLUMNS,
            .fields = columns,
        },
    .terminal_columns = PLACE,
    .add = keys_add,
};

void tables_register_keys(void)
{
    table_register(&keys);
}
