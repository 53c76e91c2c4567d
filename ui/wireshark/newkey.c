/* A new key for a connection that is looked at.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "newkey.h"

#include "plugin/epan/keytable.h"
#include "plugin/epan/window.h"

#include <string.h>

enum line {
    NAME,
    FIRST_END,
    SECOND_END,
    PORT,
    SECRET,
    LINES,
};

static const char *const questions[LINES + 1] = {
    [NAME] = "Name of the key, if any",
    [FIRST_END] = "One end",
    [SECOND_END] = "Other end",
    [PORT] = "Port of either end, or none",
    [SECRET] = "Secret: text, or 0x and digits",
};

static void add(char **answers);

static const struct window_form form = {"TCP Authentication: New Key", questions, add};

static void wipe(char **answers)
{
    for (unsigned i = 0; i < LINES; i++)
        secret_wipe(answers[i], strlen(answers[i]));
    g_strfreev(answers);
}

/* What was typed and is no key can be mended; but for the secret, which is typed again. */
static void ask_again(char **answers)
{
    secret_wipe(answers[SECRET], strlen(answers[SECRET]));
    window_ask(&form, (const char *const *)answers);
}

static void add(char **answers)
{
    const struct keytable_entry entry = {answers[NAME], answers[FIRST_END], answers[SECOND_END],
                                         answers[PORT], answers[SECRET]};
    GError *error = NULL;

    if (keytable_add(&entry, &error)) {
        window_dissect();
    } else {
        window_say(error->message);
        if (g_error_matches(error, KEY_ERROR, KEY_ERROR_FILE))
            window_dissect();
        else
            ask_again(answers);
    }
    g_clear_error(&error);
    wipe(answers);
}

void newkey_ask(const struct exhibit *exhibit)
{
    char *proposals[LINES + 1] = {NULL};

    if (exhibit) {
        /* Of the two ports the lower one is the service's, which a session keeps. */
        proposals[FIRST_END] = ip_address_text(&exhibit->from.address);
        proposals[SECOND_END] = ip_address_text(&exhibit->to.address);
        proposals[PORT] = g_strdup_printf("%u", MIN(exhibit->from.port, exhibit->to.port));
    }
    window_ask(&form, (const char *const *)proposals);
    for (unsigned i = 0; i < LINES; i++)
        g_free(proposals[i]);
}
