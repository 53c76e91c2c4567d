/* tcpauth list: shows the keys, and the secrets of keys that are named.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "command.h"
#include "dialects.h"
#include "json.h"
#include "keys/keyfile.h"
#include "output.h"
#include "keyring-path.h"
#include "selection.h"
#include "table.h"

static gboolean as_json, as_names, with_secrets;
static char *dialect;

static const GOptionEntry options[] = {
    {"secrets", 0, 0, G_OPTION_ARG_NONE, &with_secrets, "Show the secrets of the keys named", NULL},
    {"names", 0, 0, G_OPTION_ARG_NONE, &as_names, "Show only the names, one on each line", NULL},
    {"dialect", 0, 0, G_OPTION_ARG_FILENAME, &dialect, "The format of the keyring", "NAME"},
    {"json", 0, 0, G_OPTION_ARG_NONE, &as_json, "Write JSON, which never holds a secret", NULL},
    G_OPTION_ENTRY_NULL,
};

static char *number_text(int64_t number, int64_t any)
{
    return number == any ? NULL : g_strdup_printf("%" G_GINT64_FORMAT, number);
}

static char *options_text(enum key_options covered)
{
    return covered == KEY_ANY_OPTIONS ? NULL : g_strdup(key_options_names[covered]);
}

static char *time_text(int64_t time, int64_t ever)
{
    return time == ever ? NULL : key_time_text(time);
}

/* Returns the cell in the column of secrets: the secret if requested, or the reason for having
 * none. */
static char *secret_text(const struct key *key)
{
    struct text text = {0};
    if (!key->secret)
        return g_strdup_printf("(%s)", key->withheld);
    if (!with_secrets)
        return NULL;
    keyfile_write_secret(&text, key->secret);
    char *cell = g_strndup(text.bytes, text.length);
    text_clear(&text);
    return cell;
}

/* Adds the cells for attributes that few keys have. */
static void add_membership(struct table *table, const struct key *key)
{
    const bool follows_from = key_send_from(key) == key->from;
    const bool follows_until = key_send_until(key) == key->until;
    const bool prefers = key->preference != KEY_NO_PREFERENCE;
    const bool is_optional = key->signature == KEY_SIGNATURE_OPTIONAL;

    table_add(table, number_text(key->mac_length, 0));
    table_add(table, follows_from ? NULL : key_time_text(key_send_from(key)));
    table_add(table, follows_until ? NULL : key_time_text(key_send_until(key)));
    table_add(table, prefers ? g_strdup(key_preference_names[key->preference]) : NULL);
    table_add(table, is_optional ? g_strdup(key_signature_names[key->signature]) : NULL);
    table_add(table, g_strdup(key_chain(key)));
    table_add(table, number_text(key_number(key), KEY_ANY_NUMBER));
    table_add(table, g_strdup(key_instance(key)));
}

static void add_row(struct table *table, const struct key *key)
{
    table_add(table, g_strdup(key->name));
    table_add(table, prefix_text(&key->ends[0]));
    table_add(table, prefix_text(&key->ends[1]));
    table_add(table, number_text(key->port, KEY_ANY_PORT));
    table_add(table, g_strdup(key_algorithm_names[key->algorithm]));
    table_add(table, number_text(key->send_id, KEY_ANY_ID));
    table_add(table, number_text(key->recv_id, KEY_ANY_ID));
    table_add(table, options_text(key->options));
    table_add(table, time_text(key->from, INT64_MIN));
    table_add(table, time_text(key->until, INT64_MAX));
    add_membership(table, key);
    table_add(table, secret_text(key));
}

/* Prints the initial sequence numbers, after the keys. */
static void show_isns(const struct isns *isns)
{
    static const char *const titles[] = {"ADDRESS", "PORT", "ISN", NULL};
    struct table *table = table_new(titles);
    struct text text = {0};

    for (unsigned i = 0; i < isns_size(isns); i++) {
        const struct isn *isn = isns_at(isns, i);
        table_add(table, ip_address_text(&isn->end.address));
        table_add(table, g_strdup_printf("%u", isn->end.port));
        table_add(table, g_strdup_printf("%" G_GUINT32_FORMAT, isn->number));
    }
    text_add(&text, "\n");
    table_write(table, &text);
    output_text(&text);
    table_free(table);
}

static void show_table(const GPtrArray *keys)
{
    static const char *const titles[] = {
        "NAME",      "END",   "END",    "PORT",       "ALGORITHM", "SEND-ID",    "RECV-ID",
        "OPTIONS",   "FROM",  "UNTIL",  "MAC-LENGTH", "SEND-FROM", "SEND-UNTIL", "PREFERENCE",
        "SIGNATURE", "CHAIN", "NUMBER", "INSTANCE",   "SECRET",    NULL};
    struct table *table = table_new(titles);
    struct text text = {0};

    for (unsigned i = 0; i < keys->len; i++)
        add_row(table, keys->pdata[i]);
    table_write(table, &text);
    output_text(&text);
    table_free(table);
}

static void show_json(const GPtrArray *keys, const struct isns *isns)
{
    JsonBuilder *builder = json_builder_new();
    json_builder_begin_array(builder);
    for (unsigned i = 0; i < keys->len; i++) {
        json_builder_begin_object(builder);
        json_add_key(builder, keys->pdata[i]);
        json_builder_end_object(builder);
    }
    for (unsigned i = 0; isns && i < isns_size(isns); i++)
        json_add_isn(builder, isns_at(isns, i));
    json_builder_end_array(builder);
    json_output(builder);
}

static void show_names(const GPtrArray *keys)
{
    struct text text = {0};
    for (unsigned i = 0; i < keys->len; i++)
        text_format(&text, "%s\n", ((const struct key *)keys->pdata[i])->name);
    output_text(&text);
}

static bool is_misused(char **names)
{
    if (with_secrets && !names[0])
        print_message("name the keys whose secrets to show");
    else if (with_secrets && (as_json || as_names))
        print_message("only the table shows secrets; tcpauth export writes them for programs");
    else
        return false;
    return true;
}

static enum outcome run_list(char **names)
{
    enum outcome outcome = OUTCOME_FINE;
    if (is_misused(names) || !dialects_know(dialect))
        return OUTCOME_MISUSE;
    struct keyring *ring = keyring_path_read(keyring_path(), dialect, &outcome);
    if (!ring)
        return outcome;

    GPtrArray *keys = selection_of(ring, names, &outcome);
    const struct isns *isns = names[0] ? NULL : keyring_isns(ring);
    if (as_json)
        show_json(keys, isns);
    else if (as_names)
        show_names(keys);
    else
        show_table(keys);
    if (!as_json && !as_names && isns && isns_size(isns) > 0)
        show_isns(isns);
    if (keyring_size(ring) == 0)
        print_message("%s: there are no keys", keyring_path());
    g_ptr_array_free(keys, TRUE);
    keyring_free(ring);
    return outcome;
}

const struct command command_list = {
    .name = "list",
    .arguments = "[NAME...]",
    .summary = "Show the keys; a secret only of a key that is named",
    .max_arguments = ANY_NUMBER,
    .options = options,
    .describe = dialects_describe,
    .run = run_list,
};
