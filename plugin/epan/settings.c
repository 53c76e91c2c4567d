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

#define PROBLEMS_SHOWN 10

static char *reported;

static bool are_all_exposed(const GPtrArray *problems)
{
    for (unsigned i = 0; i < problems->len; i++)
        if (!g_error_matches(problems->pdata[i], KEY_ERROR, KEY_ERROR_EXPOSED))
            return false;
    return true;
}

/* What PROBLEMS mean for the keys that there are. */
static const char *heading(const GPtrArray *problems)
{
    if (keyring_size(keyring) == 0)
        return locked ? "TCP authentication has no keys while the keyring is locked."
                      : "TCP authentication has no keys, so it can verify no signature.";
    return are_all_exposed(problems)
               ? "TCP authentication uses all keys, but they are not kept secret."
               : "TCP authentication has problems with some keys; it uses all others.";
}

/* Shows the first problems in one message, and the same message not twice in a row: Wireshark
 * dissects a file anew for many reasons. */
static void report(const GPtrArray *problems)
{
    GString *text = g_string_new(NULL);

    for (unsigned i = 0; i < MIN(problems->len, PROBLEMS_SHOWN); i++)
        g_string_append_printf(text, "\n%s", ((const GError *)problems->pdata[i])->message);
    if (problems->len > PROBLEMS_SHOWN)
        g_string_append_printf(text, "\nand %u more", problems->len - PROBLEMS_SHOWN);
    if (problems->len > 0 && g_strcmp0(reported, text->str) != 0)
        report_warning("%s%s", heading(problems), text->str);
    g_free(reported);
    reported = g_string_free(text, FALSE);
}

static void forget_report(void)
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

/* The user is told of each attempt to unlock the file, even if all end the same; and of a file that
 * gives no keys, which would else look as if all were well. */
static void load_file(GPtrArray *problems)
{
    const unsigned from_table = keyring_size(keyring);
    const enum unlocking unlocking = unlock_read(keyring_file, dialect_name(), keyring, problems);

    locked = unlocking != UNLOCK_DONE;
    if (!locked && keyring_size(keyring) == from_table && problems->len == 0)
        problems_add(problems, g_error_new(KEY_ERROR, KEY_ERROR_INCOMPLETE,
                                           "%s: there are no keys in it", keyring_file));
    if (unlocking == UNLOCK_FAILED)
        forget_report();
}

static void load(void)
{
    GPtrArray *problems = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);

    keyring = keyring_new();
    keytable_add_keys(keyring, problems);
    locked = false;
    if (keyring_file && *keyring_file)
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
    register_shutdown_routine(forget_report);
}
