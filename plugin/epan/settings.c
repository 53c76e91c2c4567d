/* The preferences, and the keyring made from them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "settings.h"

#include "compat.h"
#include "keys/import/dialect.h"
#include "keys/problem.h"
#include "keys/source/source.h"
#include "keytable.h"
#include "known-isns.h"
#include "profile.h"
#include "unlock.h"
#include "window.h"

#include <epan/packet.h>
#include <string.h>
#include <wsutil/filesystem.h>
#include <wsutil/report_message.h>

/* Wireshark writes this and the next preferences. */
static const char *keyring_file;
static char *inherited_file; /* used if KEYRING_FILE is empty; may be NULL */
static int keyring_dialect;
static const char *known_isns;
static compat_bool search_sequence;

/* The format of the keyring file: the choices of the preference. */
enum {
    DIALECT_AUTOMATIC,
    DIALECT_NATIVE,
    DIALECT_FIRST, /* the first of dialects[] */
};
static struct keyring *keyring;
static bool locked;

#define PROBLEMS_SHOWN 10

static char *reported;

/* One reading of all configured keys. */
struct reading {
    struct keyring *ring;
    unsigned in_table; /* the usable keys from the key table */
    bool locked;
    GPtrArray *problems;     /* of GError *, about the keys */
    GPtrArray *isn_problems; /* of GError *, about the preference with ISNs */
};

static bool are_all_exposed(const GPtrArray *problems)
{
    for (unsigned i = 0; i < problems->len; i++)
        if (!g_error_matches(problems->pdata[i], KEY_ERROR, KEY_ERROR_EXPOSED))
            return false;
    return true;
}

/* Returns the path of the keyring file, or NULL if none is configured. */
static const char *file_in_use(void)
{
    const char *file = keyring_file && *keyring_file ? keyring_file : inherited_file;
    return file && *file ? file : NULL;
}

static bool names_file(void)
{
    return file_in_use() != NULL;
}

/* Returns a heading that says what the problems mean for the keys. */
static const char *problems_heading(const struct reading *reading)
{
    const unsigned count = keyring_usable(reading->ring);
    if (count == 0)
        return reading->locked
                   ? "TCP-Auth: no keys" /* short, so that the reason fits on the same line */
                   : "TCP authentication has no keys, so it can verify no signature";
    if (names_file() && count == reading->in_table)
        return "TCP authentication has only the keys of the key table";
    return are_all_exposed(reading->problems)
               ? "TCP authentication uses all keys, but they are not kept secret."
               : "TCP authentication has problems with some keys; it uses all others.";
}

/* Appends HEADING and the first of PROBLEMS, unless there are none. If HEADING is not a sentence,
 * the first problem is the reason and goes on the same line. */
static void append_problems(GString *text, const char *heading, const GPtrArray *problems)
{
    const bool is_sentence = g_str_has_suffix(heading, ".");

    if (problems->len > 0)
        g_string_append_printf(text, "%s%s", text->len > 0 ? "\n" : "", heading);
    for (unsigned i = 0; i < MIN(problems->len, PROBLEMS_SHOWN); i++)
        g_string_append_printf(text, "%s%s", i > 0 || is_sentence ? "\n" : ": ",
                               ((const GError *)problems->pdata[i])->message);
    if (problems->len > PROBLEMS_SHOWN)
        g_string_append_printf(text, "\nand %u more", problems->len - PROBLEMS_SHOWN);
}

/* Shows the first problems in one message, but never the same message twice in a row: Wireshark
 * redissects a file for many reasons. */
static void report_problems(const struct reading *reading)
{
    GString *text = g_string_new(NULL);

    append_problems(text, problems_heading(reading), reading->problems);
    append_problems(text,
                    "TCP authentication has problems with some initial sequence numbers in the "
                    "preferences; it uses all others.",
                    reading->isn_problems);
    if (text->len > 0 && g_strcmp0(reported, text->str) != 0)
        report_warning("%s", text->str);
    g_free(reported);
    reported = g_string_free(text, FALSE);
}

void settings_report_again(void)
{
    g_free(reported);
    reported = NULL;
}

static const char *dialect_name(void)
{
    if (keyring_dialect == DIALECT_AUTOMATIC)
        return NULL;
    if (keyring_dialect == DIALECT_NATIVE)
        return SOURCE_NATIVE;
    return dialects[keyring_dialect - DIALECT_FIRST]->name;
}

/* Adds a problem if the file gives no usable key and no other problem explains that. Otherwise it
 * would look as if all were well. IN_FILE is the number of keys that the file names. */
static void note_no_keys(struct reading *reading, unsigned in_file)
{
    if (!are_all_exposed(reading->problems) || keyring_usable(reading->ring) > reading->in_table)
        return;
    g_ptr_array_insert(reading->problems, 0,
                       g_error_new(KEY_ERROR, KEY_ERROR_INCOMPLETE, "%s: %s", file_in_use(),
                                   in_file > 0 ? "it has the secret of none of its keys"
                                               : "there are no keys in it"));
}

/* Reads the keyring file. Each attempt to unlock it is reported, even if all end the same way. */
static void read_file(struct reading *reading)
{
    const unsigned from_table = keyring_size(reading->ring);
    const enum unlocking unlocking =
        unlock_read(file_in_use(), dialect_name(), reading->ring, reading->problems);

    reading->locked = unlocking != UNLOCK_DONE;
    if (!reading->locked)
        note_no_keys(reading, keyring_size(reading->ring) - from_table);
    if (unlocking == UNLOCK_FAILED)
        settings_report_again();
}

/* Returns the keyring of the default profile, which the profile "TCP Authentication" inherits; NULL
 * in any other profile. Free with g_free(). */
static char *default_keyring(void)
{
    if (strcmp(get_profile_name(), "TCP Authentication") != 0)
        return NULL;
    char *preferences = get_persconffile_path("preferences", false);
    char *file = profile_keyring(preferences);
    g_free(preferences);
    return file;
}

/* Reads all keys, and reports the problems with them. Free the result's ring with
 * keyring_free(). */
static struct reading read_keys(void)
{
    struct reading reading = {
        .ring = keyring_new(),
        .problems = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free),
        .isn_problems = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free),
    };

    g_free(inherited_file);
    inherited_file = default_keyring();
    keytable_add_keys(reading.ring, reading.problems);
    reading.in_table = keyring_usable(reading.ring);
    if (names_file())
        read_file(&reading);
    else
        unlock_forget();
    if (known_isns)
        known_isns_read(known_isns, reading.ring, reading.isn_problems);
    report_problems(&reading);
    g_ptr_array_free(reading.isn_problems, TRUE);
    g_ptr_array_free(reading.problems, TRUE);
    return reading;
}

static void load_keyring(void)
{
    const struct reading reading = read_keys();
    keyring = reading.ring;
    locked = reading.locked;
}

static void unload_keyring(void)
{
    keyring_free(keyring);
    keyring = NULL;
}

const struct keyring *settings_keyring(void)
{
    return keyring;
}

struct keyring *settings_read(void)
{
    return read_keys().ring;
}

bool settings_keyring_is_locked(void)
{
    return locked;
}

void settings_add_isns(const struct isns *isns)
{
    char *text = known_isns_add(known_isns ? known_isns : "", isns);
    window_save_preference("isns", text);
    g_free(text);
}

bool settings_search_sequence(void)
{
    return search_sequence;
}

/* Returns the choices of the dialect. Wireshark keeps a pointer to them. */
static const enum_val_t *describe_dialects(void)
{
    enum_val_t *choices;
    unsigned count = 0;

    while (dialects[count])
        count++;
    choices = wmem_alloc0_array(wmem_epan_scope(), enum_val_t, DIALECT_FIRST + count + 1);
    choices[0] = (enum_val_t){"automatic", "Recognised by its content", DIALECT_AUTOMATIC};
    choices[1] = (enum_val_t){SOURCE_NATIVE, "Keyring file", DIALECT_NATIVE};
    for (unsigned i = 0; i < count; i++)
        choices[DIALECT_FIRST + i] =
            (enum_val_t){dialects[i]->name, dialects[i]->title, (int)(DIALECT_FIRST + i)};
    return choices;
}

void settings_register(int protocol)
{
    module_t *preferences = prefs_register_protocol(protocol, NULL);

    keytable_register(preferences);
    unlock_register();
    prefs_register_filename_preference(
        preferences, "keyring", "Keyring file",
        "A file of keys, as tcpauth-keyring(5) describes it, which may be encrypted with OpenPGP; "
        "or a router's configuration, or a folder of these. Used together with the key table",
        &keyring_file, false);
    prefs_register_enum_preference(preferences, "dialect", "Format of the keyring file",
                                   "For when the format is not detected correctly",
                                   &keyring_dialect, describe_dialects(), false);
    prefs_register_string_preference(
        preferences, "isns", "Initial sequence numbers",
        "Of TCP-AO connections whose handshake was not captured: ADDRESS PORT NUMBER; ADDRESS PORT "
        "NUMBER ... The MACs prove them; a wrong number does no harm",
        &known_isns);
    prefs_register_bool_preference(
        preferences, "search_sequence", "Search for rewritten sequence numbers",
        "In tshark: search all 2^32 sequence numbers if nothing else explains a bad signature. "
        "Each search takes from 10 seconds to many minutes. In Wireshark choose Tools > TCP "
        "Authentication > Search for Rewritten Sequence Number instead",
        &search_sequence);
    register_init_routine(load_keyring);
    register_cleanup_routine(unload_keyring);
    register_shutdown_routine(settings_report_again);
}
