/* The dialog for a new key of the selected connection.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "newkey.h"

#include "effect.h"
#include "trial.h"
#include "plugin/epan/keytable.h"
#include "plugin/epan/window.h"

#include <string.h>

/* The secret comes first, because all other answers have a default. */
enum line {
    SECRET,
    NAME,
    FIRST_END,
    SECOND_END,
    PORT,
    LINES,
};

static const char *const questions[LINES + 1] = {
    [SECRET] = "Secret: text, or 0x and digits",
    [NAME] = "Name of the key, if any",
    [FIRST_END] = "One end",
    [SECOND_END] = "Other end",
    [PORT] = "Port of either end, or none",
};

static void newkey_add(char **answers);
static const struct window_form form = {"TCP Authentication: New Key", questions, newkey_add};

static void wipe_answers(char **answers)
{
    for (unsigned i = 0; i < LINES; i++)
        secret_wipe(answers[i], strlen(answers[i]));
    g_strfreev(answers);
}

/* Shows the dialog again, so that the user can correct the answers. The secret must be typed
 * again. */
static void ask_again(char **answers)
{
    secret_wipe(answers[SECRET], strlen(answers[SECRET]));
    window_ask(&form, (const char *const *)answers);
}

static struct keytable_entry entry_of(char **answers)
{
    return (struct keytable_entry){answers[NAME], answers[FIRST_END], answers[SECOND_END],
                                   answers[PORT], answers[SECRET]};
}

/* Saves the key, and shows its effect after TRIAL, the words on the trial. */
static void save_answers(char **answers, const char *trial)
{
    const struct keytable_entry entry = entry_of(answers);
    GError *error = NULL;

    if (!keytable_add(&entry, &error))
        window_say(error->message);
    g_clear_error(&error);
    char *introduction = g_strconcat(trial, *trial ? " " : "", NULL);
    effect_dissect(introduction);
    g_free(introduction);
}

static void save_doubted(char **answers)
{
    save_answers(answers, "");
    wipe_answers(answers);
}

static void go_back(char **answers)
{
    ask_again(answers);
    wipe_answers(answers);
}

/* Asks whether to save a key that failed its trial. Takes ownership of ANSWERS. */
static void confirm_untested(char **answers, const char *trial)
{
    static const struct window_offer offer = {
        "TCP Authentication: Save This Key?",
        {{"Save All the Same", save_doubted}, {"Go Back", go_back}},
        wipe_answers,
    };
    char *text = g_strdup_printf("%s\n\nIts secret or its ends are probably not right, or all of "
                                 "these segments were changed after they were signed.\n"
                                 "If you save it all the same, tcpauth looks for what was changed.",
                                 trial);
    window_show_offer(&offer, text, answers);
    g_free(text);
}

/* Tries KEY, then saves it or asks. Takes ownership of KEY and of ANSWERS, which describe it. */
static void try_and_save(char **answers, struct key *key)
{
    struct keyring *ring = keyring_new();
    keyring_add(ring, key);
    const struct trial trial = trial_of(ring);
    char *text = trial_text(&trial);
    keyring_free(ring);

    if (trial_failed(&trial)) {
        confirm_untested(answers, text);
    } else {
        save_answers(answers, text);
        wipe_answers(answers);
    }
    g_free(text);
}

static void newkey_add(char **answers)
{
    const struct keytable_entry entry = entry_of(answers);
    GError *error = NULL;
    struct key *key = keytable_key(&entry, &error);

    if (key) {
        try_and_save(answers, key);
        return;
    }
    window_say(error->message);
    ask_again(answers);
    wipe_answers(answers);
    g_error_free(error);
}

void newkey_ask(const struct selected_frame *frame)
{
    char *proposals[LINES + 1] = {NULL};

    if (frame) {
        /* The lower port is the service's, which is the same for all connections. */
        proposals[FIRST_END] = ip_address_text(&frame->from.address);
        proposals[SECOND_END] = ip_address_text(&frame->to.address);
        proposals[PORT] = g_strdup_printf("%u", MIN(frame->from.port, frame->to.port));
    }
    window_ask(&form, (const char *const *)proposals);
    for (unsigned i = 0; i < LINES; i++)
        g_free(proposals[i]);
}
