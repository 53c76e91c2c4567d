/* The preferences, and the keyring made of them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "settings.h"

#include "keys/keyfile.h"
#include "keytable.h"

#include <epan/packet.h>
#include <wsutil/report_message.h>

static const char *keyring_file; /* written by Wireshark */
static struct keyring *keyring;

#define PROBLEMS_SHOWN 10

static char *reported;

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
        report_warning("TCP authentication has problems with some keys; it uses all others.%s",
                       text->str);
    g_free(reported);
    reported = g_string_free(text, FALSE);
}

static void forget_report(void)
{
    g_free(reported);
    reported = NULL;
}

static void load(void)
{
    GPtrArray *problems = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);

    keyring = keyring_new();
    keytable_add_keys(keyring, problems);
    if (keyring_file && *keyring_file)
        keyfile_read(keyring_file, keyring, problems);
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

void settings_register(int protocol)
{
    module_t *preferences = prefs_register_protocol(protocol, NULL);

    keytable_register(preferences);
    prefs_register_filename_preference(
        preferences, "keyring", "Keyring file",
        "A file of keys, as tcpauth-keyring(5) describes it; used together with the key table",
        &keyring_file, false);
    register_init_routine(load);
    register_cleanup_routine(unload);
    register_shutdown_routine(forget_report);
}
