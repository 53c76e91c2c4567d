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
    ALGORITHM,
    LINES,
};

static const char *const questions[LINES + 1] = {
    [SECRET] = "Secret: text, or 0x and digits",
    [NAME] = "Name of the key, if any",
    [FIRST_END] = "One end",
    [SECOND_END] = "Other end",
    [PORT] = "Port of either end, or none",
    [ALGORITHM] = "Algorithm, or * to try all",
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

/* Returns true if the algorithm is to be found. */
static bool any_algorithm(char **answers)
{
    return strcmp(answers[ALGORITHM], "*") == 0;
}

static struct keytable_entry entry_of(char **answers)
{
    return (struct keytable_entry){
        .name = answers[NAME],
        .first_end = answers[FIRST_END],
        .second_end = answers[SECOND_END],
        .port = answers[PORT],
        .secret = answers[SECRET],
        .algorithm = any_algorithm(answers) ? NULL : answers[ALGORITHM],
    };
}

static char *number_text(int number, int unknown)
{
    return number == unknown ? NULL : g_strdup_printf("%d", number);
}

/* Adds ANSWERS to the key table, with what the trial set in KEY. */
static bool add_answers(char **answers, const struct key *key, GError **error)
{
    struct keytable_entry entry = entry_of(answers);
    char *length = number_text(key->mac_length, 0);
    char *send_id = number_text(key->send_id, KEY_ANY_ID);
    char *recv_id = number_text(key->recv_id, KEY_ANY_ID);

    entry.algorithm = key_algorithm_names[key->algorithm];
    entry.options = key_options_names[key->options];
    entry.mac_length = length;
    entry.send_id = send_id;
    entry.recv_id = recv_id;
    const bool saved = keytable_add(&entry, error);
    g_free(recv_id);
    g_free(send_id);
    g_free(length);
    return saved;
}

/* Saves KEY, which ANSWERS describe, and shows its effect after TRIAL, the words on the trial. */
static void save_answers(char **answers, const struct key *key, const char *trial)
{
    GError *error = NULL;

    if (!add_answers(answers, key, &error))
        window_warn(error->message);
    g_clear_error(&error);
    char *introduction = g_strconcat(trial, *trial ? " In all: " : "", NULL);
    effect_dissect(introduction);
    g_free(introduction);
}

static void save_doubted(char **answers)
{
    const struct keytable_entry entry = entry_of(answers);
    struct key *key = keytable_key(&entry, NULL);

    trial_fit(key, any_algorithm(answers));
    save_answers(answers, key, "");
    key_free(key);
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
static void try_and_save_answers(char **answers, struct key *key)
{
    const struct trial trial = trial_fit(key, any_algorithm(answers));
    char *text = trial_text(&trial, key);

    if (trial_failed(&trial)) {
        confirm_untested(answers, text);
    } else {
        save_answers(answers, key, text);
        wipe_answers(answers);
    }
    g_free(text);
    key_free(key);
}

static void newkey_add(char **answers)
{
    const struct keytable_entry entry = entry_of(answers);
    GError *error = NULL;
    struct key *key = keytable_key(&entry, &error);

    if (key) {
        try_and_save_answers(answers, key);
        return;
    }
    window_warn(error->message);
    ask_again(answers);
    wipe_answers(answers);
    g_error_free(error);
}

void newkey_ask(const struct selected_frame *frame)
{
    char *proposals[LINES + 1] = {[ALGORITHM] = g_strdup("*")};

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
