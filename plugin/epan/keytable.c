/* The key table in Wireshark's preferences (a UAT).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keytable.h"

#include "compat.h"
#include "window.h"

#include <epan/packet.h>
#include <epan/prefs.h>
#include <epan/uat-int.h>
#include <epan/uat.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>

/* The columns of the key table. Saved tables have this order, and may end after any column from the
 * secret on: see default_texts(). */
enum column {
    COLUMN_NAME,
    COLUMN_FIRST_END,
    COLUMN_SECOND_END,
    COLUMN_PORT,
    COLUMN_ALGORITHM,
    COLUMN_SECRET,
    COLUMN_SEND_ID,
    COLUMN_RECV_ID,
    COLUMN_FROM,
    COLUMN_UNTIL,
    COLUMN_FIRST_SIGNED_AS,
    COLUMN_SECOND_SIGNED_AS,
    COLUMN_OPTIONS,
    COLUMN_MAC_LENGTH,
    COLUMN_SEND_FROM,
    COLUMN_SEND_UNTIL,
    COLUMN_PREFERENCE,
    COLUMN_SIGNATURE,
    COLUMN_CHAIN,
    COLUMN_NUMBER,
    COLUMN_INSTANCE,
    COLUMN_COUNT,
};

struct row {
    char *text[COLUMN_COUNT];
};

static const struct column_rule {
    enum column column;
    const char *name, *title, *description;
    enum key_attribute attribute; /* unused for the name and the secret */
    bool optional;
} rules[COLUMN_COUNT] = {
    {COLUMN_NAME, "name", "Name", "What to call the key; may be empty", KEY_NAME, true},
    {COLUMN_FIRST_END, "first_end", "One end", "Address, prefix such as 192.0.2.0/24, or *",
     KEY_FIRST_END, false},
    {COLUMN_SECOND_END, "second_end", "Other end", "Address, prefix such as 2001:db8::/32, or *",
     KEY_SECOND_END, false},
    {COLUMN_PORT, "port", "Port", "Port of either end, for example 179; empty or * for all",
     KEY_PORT, true},
    {COLUMN_ALGORITHM, "algorithm", "Algorithm", "MD5, or an algorithm of TCP-AO", KEY_ALGORITHM,
     true},
    {COLUMN_SECRET, "secret", "Secret", "Text, or hexadecimal digits after 0x", 0, false},
    {COLUMN_SEND_ID, "send_id", "SendID", "TCP-AO: the KeyID that \"One end\" sends", KEY_SEND_ID,
     true},
    {COLUMN_RECV_ID, "recv_id", "RecvID", "TCP-AO: the KeyID that \"One end\" receives",
     KEY_RECV_ID, true},
    {COLUMN_FROM, "from", "From", "First moment of validity, such as 2026-07-01T12:00:00Z",
     KEY_FROM, true},
    {COLUMN_UNTIL, "until", "Until", "End of validity, such as 2026-12-31", KEY_UNTIL, true},
    {COLUMN_FIRST_SIGNED_AS, "first_signed_as", "One end signs as",
     "The address that \"One end\" signs as, where NAT translates it", KEY_FIRST_SIGNED_AS, true},
    {COLUMN_SECOND_SIGNED_AS, "second_signed_as", "Other end signs as",
     "The address that \"Other end\" signs as, where NAT translates it", KEY_SECOND_SIGNED_AS,
     true},
    {COLUMN_OPTIONS, "options", "Options",
     "TCP-AO: whether its MAC covers the other options; * if that is not known", KEY_OPTIONS, true},
    {COLUMN_MAC_LENGTH, "mac_length", "MAC length",
     "TCP-AO: octets of its MAC; empty for those of the algorithm", KEY_MAC_LENGTH, true},
    {COLUMN_SEND_FROM, "send_from", "Sent from",
     "When a router begins to sign with the key; empty if that is From", KEY_SEND_FROM, true},
    {COLUMN_SEND_UNTIL, "send_until", "Sent until",
     "When a router ceases to sign with the key; empty if that is Until", KEY_SEND_UNTIL, true},
    {COLUMN_PREFERENCE, "preference", "Preference",
     "Which key a router should sign with if it has several; * if that is not known",
     KEY_PREFERENCE, true},
    {COLUMN_SIGNATURE, "signature", "Signature",
     "Whether the receiver drops an unsigned segment (required)", KEY_SIGNATURE, true},
    {COLUMN_CHAIN, "chain", "Chain", "The key chain that the router has the key in; may be empty",
     KEY_CHAIN, true},
    {COLUMN_NUMBER, "number", "Number", "The number of the key in its chain; may be empty",
     KEY_NUMBER, true},
    {COLUMN_INSTANCE, "instance", "Instance",
     "The routing instance of its sessions, such as \"vrf RED\"; may be empty", KEY_INSTANCE, true},
};

/* Wireshark writes these three. */
static struct row *rows;
static guint row_count;
static uat_t *table;

/* Sets the column of RULE in KEY from TEXT, which is not empty. Returns false and sets ERROR if
 * TEXT is not valid there. */
static bool set_text(struct key *key, const struct column_rule *rule, const char *text,
                     GError **error)
{
    if (rule->column != COLUMN_SECRET)
        return key_set(key, rule->attribute, text, error);
    secret_free(key->secret);
    key->secret = g_ascii_strncasecmp(text, "0x", 2) == 0 ? secret_from_hex(text + 2, error)
                                                          : secret_new(text, strlen(text));
    return key->secret != NULL;
}

/* Sets the column of RULE in KEY from TEXT, which may be empty. Returns false and sets ERROR if
 * TEXT is not valid there; the message begins with the column's title. */
static bool set_column(struct key *key, const struct column_rule *rule, const char *text,
                       GError **error)
{
    if (*text == '\0') {
        if (!rule->optional)
            g_set_error(error, KEY_ERROR, KEY_ERROR_INCOMPLETE, "%s is missing", rule->title);
        return rule->optional;
    }
    const bool fits = set_text(key, rule, text, error);
    if (!fits)
        g_prefix_error(error, "%s: ", rule->title);
    return fits;
}

static compat_uat_bool column_check(void *record, const char *bytes, unsigned length,
                                    const void *data, const void *unused, char **message)
{
    char *text = g_strndup(bytes, length);
    struct key *scratch = key_new("", "");
    GError *error = NULL;
    const bool fits = set_column(scratch, data, text, &error);

    (void)record, (void)unused;
    *message = error ? g_strdup(error->message) : NULL;
    g_clear_error(&error);
    key_free(scratch);
    secret_wipe(text, length);
    g_free(text);
    return fits;
}

static void text_free(char *text)
{
    if (text)
        secret_wipe(text, strlen(text));
    g_free(text);
}

/* Wireshark creates the table's file world-readable but keeps the mode of an existing one, so
 * create it with mode 0600 first.
 */
static void make_private_file(void)
{
    char *path = uat_get_actual_filename(table, true), *folder = g_path_get_dirname(path);

    if (g_mkdir_with_parents(folder, 0755) == 0) {
        const int file = g_open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (file >= 0)
            g_close(file, NULL);
    }
    g_free(folder);
    g_free(path);
}

/* Returns true if the table has a file, of this user or of all users. A new file would hide the
 * latter. */
static bool has_file(void)
{
    char *path = uat_get_actual_filename(table, false);
    g_free(path);
    return path != NULL;
}

static void column_set(void *record, const char *bytes, unsigned length, const void *data,
                       const void *unused)
{
    const struct column_rule *rule = data;
    char **text = &((struct row *)record)->text[rule->column];

    (void)unused;
    text_free(*text);
    *text = g_strndup(bytes, length);
    if (rule->column == COLUMN_SECRET && length > 0 && window_shown() && !has_file())
        make_private_file(); /* without a window, Wireshark never saves the table */
}

/* The columns that offer a choice of names. The first name is the default. */
static const struct choice {
    enum column column;
    const char *const *names;
    unsigned count;
} choices[] = {
    {COLUMN_ALGORITHM, key_algorithm_names, KEY_ALGORITHMS},
    {COLUMN_OPTIONS, key_options_names, KEY_OPTIONS_COUNT},
    {COLUMN_PREFERENCE, key_preference_names, KEY_PREFERENCES},
    {COLUMN_SIGNATURE, key_signature_names, KEY_SIGNATURES},
};

static const struct choice *choice_of(enum column column)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(choices); i++)
        if (choices[i].column == column)
            return &choices[i];
    return NULL;
}

static const char *initial_choice(enum column column)
{
    const struct choice *choice = choice_of(column);
    return choice ? choice->names[0] : "";
}

static void column_get(void *record, char **text, unsigned *length, const void *data,
                       const void *unused)
{
    const struct column_rule *rule = data;
    const char *held = ((struct row *)record)->text[rule->column];

    (void)unused;
    if (!held || !*held)
        held = initial_choice(rule->column);
    *text = g_strdup(held);
    *length = (unsigned)strlen(held);
}

static void *row_copy(void *to, const void *from, size_t size)
{
    (void)size;
    for (unsigned i = 0; i < COLUMN_COUNT; i++)
        ((struct row *)to)->text[i] = g_strdup(((const struct row *)from)->text[i]);
    return to;
}

static void row_free(void *row)
{
    for (unsigned i = 0; i < COLUMN_COUNT; i++)
        text_free(((struct row *)row)->text[i]);
}

/* Wireshark calls this when it has written the table. A file of an earlier release may be readable
 * by other users. */
static void table_written(void)
{
    char *path = uat_get_actual_filename(table, true);
    if (g_chmod(path, 0600) != 0)
        g_debug("tcpauth: %s keeps its mode: %s", path, g_strerror(errno));
    g_free(path);
}

/* Returns the key that ROW describes. Returns NULL and sets ERROR if ROW is not a valid key. Free
 * with key_free(). */
static struct key *key_of(const struct row *row, const char *origin, GError **error)
{
    struct key *key = key_new(origin, origin);
    bool fits = true;

    for (unsigned i = 0; i < COLUMN_COUNT && fits; i++)
        fits = set_column(key, &rules[i], row->text[i] ? row->text[i] : "", error);
    if (fits && key_check(key, error))
        return key;
    key_free(key);
    return NULL;
}

void keytable_add_keys(struct keyring *ring, GPtrArray *problems)
{
    for (guint row = 0; row < row_count; row++) {
        char *origin = g_strdup_printf("key table, row %u", row + 1);
        GError *error = NULL;
        struct key *key = key_of(&rows[row], origin, &error);

        if (key) {
            keyring_add(ring, key);
        } else {
            g_prefix_error(&error, "%s: ", origin);
            g_ptr_array_add(problems, error);
        }
        g_free(origin);
    }
}

/* Saves the table. Before a secret is written and after Wireshark has written the file, makes the
 * file accessible only to its owner. */
static bool save_table(GError **error)
{
    char *message = NULL;

    make_private_file();
    table_written();
    table->changed = true;
    const bool saved = uat_save(table, &message);
    table_written();
    if (!saved)
        g_set_error(error, KEY_ERROR, KEY_ERROR_FILE,
                    "The key is used until Wireshark is left, but could not be saved: %s",
                    message ? message : "no reason is known");
    g_free(message);
    return saved;
}

/* Returns the row for ENTRY. The texts still belong to ENTRY. */
static struct row row_of(const struct keytable_entry *entry)
{
    return (struct row){{
        [COLUMN_NAME] = (char *)entry->name,
        [COLUMN_FIRST_END] = (char *)entry->first_end,
        [COLUMN_SECOND_END] = (char *)entry->second_end,
        [COLUMN_PORT] = (char *)entry->port,
        [COLUMN_SECRET] = (char *)entry->secret,
        [COLUMN_ALGORITHM] = (char *)entry->algorithm,
        [COLUMN_MAC_LENGTH] = (char *)entry->mac_length,
        [COLUMN_SEND_ID] = (char *)entry->send_id,
        [COLUMN_RECV_ID] = (char *)entry->recv_id,
        [COLUMN_OPTIONS] = (char *)entry->options,
    }};
}

struct key *keytable_key(const struct keytable_entry *entry, GError **error)
{
    const struct row row = row_of(entry);
    return key_of(&row, "", error);
}

bool keytable_add(const struct keytable_entry *entry, GError **error)
{
    const struct row row = row_of(entry);
    uat_add_record(table, &row, true);
    return save_table(error);
}

/* Returns CHOICE as Wireshark wants it, in a static array; NULL if CHOICE is NULL. */
static const value_string *describe_choice(const struct choice *choice)
{
    static value_string described[G_N_ELEMENTS(choices)][KEY_ALGORITHMS + 1];
    if (!choice)
        return NULL;
    value_string *names = described[choice - choices];
    for (unsigned i = 0; i < choice->count; i++)
        names[i] = (value_string){i, choice->names[i]};
    return names;
}

/* Returns the columns as Wireshark wants them, in a static array. */
static uat_field_t *describe_columns(void)
{
    static uat_field_t fields[COLUMN_COUNT + 1];

    for (unsigned i = 0; i < COLUMN_COUNT; i++) {
        const value_string *choice = describe_choice(choice_of(i));
        fields[i] = (uat_field_t){
            .name = rules[i].name,
            .title = rules[i].title,
            .mode = choice ? PT_TXTMOD_ENUM : PT_TXTMOD_STRING,
            .cb = {column_check, column_set, column_get},
            .cbdata = {&rules[i], &rules[i], &rules[i]},
            .fld_data = choice,
            .desc = rules[i].description,
        };
    }
    return fields;
}

/* Returns the texts for columns that a table saved by an earlier release lacks. */
static const char **default_texts(void)
{
    static const char *texts[COLUMN_COUNT];
    for (unsigned i = COLUMN_SECRET + 1; i < COLUMN_COUNT; i++)
        texts[i] = "";
    return texts;
}

void keytable_register(module_t *preferences)
{
    table = uat_new("TCP authentication keys", sizeof(struct row), "tcpauth_keys", true, &rows,
                    &row_count, UAT_AFFECTS_DISSECTION, NULL, row_copy, NULL, row_free,
                    table_written, NULL, describe_columns());
    uat_set_default_values(table, default_texts());
    prefs_register_uat_preference(preferences, "keys", "Key table",
                                  "Keys for quick use, besides those of the keyring file", table);
}
