/* The preferences, and the keyring made of them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "settings.h"

#include "compat.h"
#include "keys/import/dialect.h"
#include "keys/problem.h"
#include "keys/source.h"
#include "keytable.h"
#include "unlock.h"

#include <epan/packet.h>
#include <wsutil/report_message.h>

/* Written by Wireshark. */
static const char *keyring_file;
static int keyring_dialect;
static compat_bool search_sequence;

/* What the keyring file is written in: the choices of the preference. */
enum {
    DIALECT_AUTOMATIC,
    DIALECT_NATIVE,
    DIALECT_FIRST, /* the first of dialects[] */
};
static struct keyring *keyring;
static bool locked;
static unsigned usable_in_table; /* of the keys of the key table */

#define PROBLEMS_SHOWN 10

static char *reported;

/* How many keys can verify something: the secret of a key may not be known. */
static unsigned usable(const struct keyring *ring)
{
    unsigned count = 0;
    for (unsigned i = 0; i < keyring_size(ring); i++)
        count += keyring_key(ring, i)->secret != NULL;
    return count;
}

static bool are_all_exposed(const GPtrArray *problems)
{
    for (unsigned i = 0; i < problems->len; i++)
        if (!g_error_matches(problems->pdata[i], KEY_ERROR, KEY_ERROR_EXPOSED))
            return false;
    return true;
}

static bool names_file(void)
{
    return keyring_file && *keyring_file;
}

/* What PROBLEMS mean for the keys that there are. */
static const char *heading(const GPtrArray *problems)
{
    const unsigned count = usable(keyring);
    if (count == 0)
        return locked ? "TCP authentication has no keys"
                      : "TCP authentication has no keys, so it can verify no signature";
    if (names_file() && count == usable_in_table)
        return "TCP authentication has only the keys of the key table";
    return are_all_exposed(problems)
               ? "TCP authentication uses all keys, but they are not kept secret."
               : "TCP authentication has problems with some keys; it uses all others.";
}

/* The first problem ends the heading's line if it is why there are no keys: one line says it. */
static GString *write_report(const GPtrArray *problems)
{
    const char *start = heading(problems);
    GString *text = g_string_new(start);

    for (unsigned i = 0; i < MIN(problems->len, PROBLEMS_SHOWN); i++)
        g_string_append_printf(text, "%s%s", i > 0 || g_str_has_suffix(start, ".") ? "\n" : ": ",
                               ((const GError *)problems->pdata[i])->message);
    if (problems->len > PROBLEMS_SHOWN)
        g_string_append_printf(text, "\nand %u more", problems->len - PROBLEMS_SHOWN);
    return text;
}

/* Shows the first problems in one message, and the same message not twice in a row: Wireshark
 * dissects a file anew for many reasons. */
static void report(const GPtrArray *problems)
{
    GString *text = problems->len > 0 ? write_report(problems) : g_string_new(NULL);

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

/* Adds a problem if the file gives no keys and nothing else says why: this would look as if all were
 * well. IN_FILE is how many keys the file names. */
static void note_absence(unsigned in_file, GPtrArray *problems)
{
    if (!are_all_exposed(problems) || usable(keyring) > usable_in_table)
        return;
    g_ptr_array_insert(problems, 0,
                       g_error_new(KEY_ERROR, KEY_ERROR_INCOMPLETE, "%s: %s", keyring_file,
                                   in_file > 0 ? "it has the secret of none of its keys"
                                               : "there are no keys in it"));
}

/* The user is told of each attempt to unlock the file, even if all end the same. */
static void load_file(GPtrArray *problems)
{
    const unsigned from_table = keyring_size(keyring);
    const enum unlocking unlocking = unlock_read(keyring_file, dialect_name(), keyring, problems);

    locked = unlocking != UNLOCK_DONE;
    if (!locked)
        note_absence(keyring_size(keyring) - from_table, problems);
    if (unlocking == UNLOCK_FAILED)
        settings_report_again();
}

static void load(void)
{
    GPtrArray *problems = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);

    keyring = keyring_new();
    keytable_add_keys(keyring, problems);
    usable_in_table = usable(keyring);
    locked = false;
    if (names_file())
        load_file(problems);
    else
        unlock_forget();
    report(problems);
    g_ptr_array_free(problems, TRUE);
}

static void unload(void)
{
    keyring_free(keyring);
    keyring = NULL;
}

const struct keyring *settings_keyring(void)
{
    return keyring;
}

unsigned settings_count_keys(void)
{
    const bool is_closed = !keyring;
    if (is_closed)
        load();
    const unsigned count = usable(keyring);
    if (is_closed)
        unload();
    return count;
}

bool settings_keyring_is_locked(void)
{
    return locked;
}

bool settings_search_sequence(void)
{
    return search_sequence;
}

/* The choices of the dialect, which Wireshark keeps. */
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
        "A file of keys, as tcpauth-keyring(5) describes it, open or sealed with OpenPGP, or a "
        "router's configuration; used together with the key table",
        &keyring_file, false);
    prefs_register_enum_preference(
        preferences, "dialect", "Keyring file is written in",
        "Which router's configuration the keyring file is, where its content does not tell",
        &keyring_dialect, describe_dialects(), false);
    prefs_register_bool_preference(
        preferences, "search_sequence", "Search for rewritten sequence numbers",
        "In tshark: search all 2^32 sequence numbers where nothing else explains a bad signature, "
        "which takes a minute or more. In Wireshark choose Tools > TCP Authentication > Search for "
        "Rewritten Sequence Number instead",
        &search_sequence);
    register_init_routine(load);
    register_cleanup_routine(unload);
    register_shutdown_routine(settings_report_again);
}
