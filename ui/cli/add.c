/* tcpauth add: adds a key.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ask.h"
#include "catalogue.h"
#include "command.h"
#include "flaw.h"
#include "output.h"
#include "keyring-path.h"

#include <string.h>

static char *values[KEY_INSTANCE + 1], *secret_file;
static gboolean is_hex, is_base64;

static const GOptionEntry options[] = {
    {"port", 0, 0, G_OPTION_ARG_FILENAME, &values[KEY_PORT], "The port of either end", "PORT"},
    {"algorithm", 0, 0, G_OPTION_ARG_FILENAME, &values[KEY_ALGORITHM],
     "md5, or for TCP-AO hmac-sha-1-96, aes-128-cmac-96 or another", "NAME"},
    {"mac-length", 0, 0, G_OPTION_ARG_FILENAME, &values[KEY_MAC_LENGTH],
     "TCP-AO: octets of its MAC (default: the algorithm's)", "NUMBER"},
    {"send-id", 0, 0, G_OPTION_ARG_FILENAME, &values[KEY_SEND_ID],
     "TCP-AO: the KeyID that the first end sends", "NUMBER"},
    {"recv-id", 0, 0, G_OPTION_ARG_FILENAME, &values[KEY_RECV_ID],
     "TCP-AO: the KeyID that the first end receives", "NUMBER"},
    {"options", 0, 0, G_OPTION_ARG_FILENAME, &values[KEY_OPTIONS],
     "TCP-AO: whether its MAC covers the other options, included or excluded", "WORD"},
    {"from", 0, 0, G_OPTION_ARG_FILENAME, &values[KEY_FROM], "When its validity begins", "TIME"},
    {"until", 0, 0, G_OPTION_ARG_FILENAME, &values[KEY_UNTIL], "When its validity ends", "TIME"},
    {"send-from", 0, 0, G_OPTION_ARG_FILENAME, &values[KEY_SEND_FROM],
     "When a router begins to sign with it (default: --from)", "TIME"},
    {"send-until", 0, 0, G_OPTION_ARG_FILENAME, &values[KEY_SEND_UNTIL],
     "When a router ceases to sign with it (default: --until)", "TIME"},
    {"preference", 0, 0, G_OPTION_ARG_FILENAME, &values[KEY_PREFERENCE],
     "Among the keys of a router, preferred or deprecated", "WORD"},
    {"signature", 0, 0, G_OPTION_ARG_FILENAME, &values[KEY_SIGNATURE],
     "required (unsigned segments are dropped) or optional", "WORD"},
    {"chain", 0, 0, G_OPTION_ARG_FILENAME, &values[KEY_CHAIN], "The key chain it is of", "NAME"},
    {"number", 0, 0, G_OPTION_ARG_FILENAME, &values[KEY_NUMBER], "Its number in the chain",
     "NUMBER"},
    {"instance", 0, 0, G_OPTION_ARG_FILENAME, &values[KEY_INSTANCE],
     "The routing instance of its sessions, such as \"vrf RED\"", "NAME"},
    {"secret-file", 0, 0, G_OPTION_ARG_FILENAME, &secret_file,
     "The file with the secret, or - for standard input (default: ask)", "FILE"},
    {"hex", 0, 0, G_OPTION_ARG_NONE, &is_hex, "The secret is given as hexadecimal digits", NULL},
    {"base64", 0, 0, G_OPTION_ARG_NONE, &is_base64, "The secret is given as base64", NULL},
    G_OPTION_ENTRY_NULL,
};

/* The names of the attributes as arguments. */
static const char *const arguments[] = {
    [KEY_NAME] = "NAME",
    [KEY_FIRST_END] = "the first END",
    [KEY_SECOND_END] = "the second END",
    [KEY_PORT] = "--port",
    [KEY_ALGORITHM] = "--algorithm",
    [KEY_MAC_LENGTH] = "--mac-length",
    [KEY_SEND_ID] = "--send-id",
    [KEY_RECV_ID] = "--recv-id",
    [KEY_OPTIONS] = "--options",
    [KEY_FROM] = "--from",
    [KEY_UNTIL] = "--until",
    [KEY_SEND_FROM] = "--send-from",
    [KEY_SEND_UNTIL] = "--send-until",
    [KEY_PREFERENCE] = "--preference",
    [KEY_SIGNATURE] = "--signature",
    [KEY_CHAIN] = "--chain",
    [KEY_NUMBER] = "--number",
    [KEY_INSTANCE] = "--instance",
};

static bool set_attribute(struct key *key, enum key_attribute attribute, const char *text)
{
    GError *error = NULL;
    if (!text || key_set(key, attribute, text, &error))
        return true;
    print_message("%s: %s", arguments[attribute], error->message);
    g_error_free(error);
    return false;
}

/* Returns a key with all attributes except its secret. Reports a wrong attribute and returns
 * NULL. */
static struct key *key_of(char **words)
{
    struct key *key = key_new("", "");
    bool fits = true;

    values[KEY_NAME] = words[0];
    values[KEY_FIRST_END] = words[1];
    values[KEY_SECOND_END] = words[2];
    for (unsigned i = 0; i < G_N_ELEMENTS(values) && fits; i++)
        fits = set_attribute(key, (enum key_attribute)i, values[i]);
    if (is_hex && is_base64) {
        print_message("the secret is given as --hex or as --base64, not both");
        fits = false;
    }
    if (fits)
        return key;
    key_free(key);
    return NULL;
}

static struct secret *secret_of(const struct text *text, GError **error)
{
    struct secret *secret = NULL;
    if (text->length == 0)
        g_set_error_literal(error, KEY_ERROR, KEY_ERROR_VALUE, "a secret must not be empty");
    else if (!is_hex && !is_base64)
        return secret_new(text->bytes, text->length);
    else if (memchr(text->bytes, '\0', text->length))
        g_set_error_literal(error, KEY_ERROR, KEY_ERROR_VALUE, "the secret holds a zero byte");
    else {
        char *digits = g_strndup(text->bytes, text->length);
        secret = is_hex ? secret_from_hex(digits, error) : secret_from_base64(digits, error);
        secret_wipe(digits, text->length);
        g_free(digits);
    }
    return secret;
}

/* Sets KEY's secret, from a file or from the user. */
static enum outcome take_secret(struct key *key)
{
    struct text text = {0};
    GError *error = NULL;
    enum outcome outcome = ask_secret(secret_file, &text);

    if (outcome == OUTCOME_FINE) {
        key->secret = secret_of(&text, &error);
        if (!key->secret || !key_check(key, &error)) {
            print_message("%s", error->message);
            g_error_free(error);
            outcome = OUTCOME_FOUND;
        }
    }
    text_clear(&text);
    return outcome;
}

static void warn_of_key(const struct key *key)
{
    GPtrArray *flaws = g_ptr_array_new_with_free_func((GDestroyNotify)flaw_free);
    flaws_of_secret(key, flaws);
    for (unsigned i = 0; i < flaws->len; i++)
        print_message("note: %s", ((const struct flaw *)flaws->pdata[i])->text);
    g_ptr_array_free(flaws, TRUE);
}

static bool is_free(const struct store *store, const char *name)
{
    for (unsigned i = 0; i < store_size(store); i++)
        if (strcmp(store_key(store, i)->name, name) == 0) {
            print_message("%s: a key named %s already exists", store_key(store, i)->origin, name);
            return false;
        }
    return true;
}

/* Saves KEY. Problems that the keyring already had are reported, but are no error of this
 * command. */
static enum outcome save_key(struct key *key)
{
    enum outcome outcome = OUTCOME_FINE;
    struct store *store = keyring_path_edit(&outcome);
    if (!store || !is_free(store, key->name)) {
        store_close(store);
        key_free(key);
        return MAX(outcome, OUTCOME_FOUND);
    }
    store_add(store, key, NULL);
    outcome = OUTCOME_FINE;
    keyring_path_save(store, &outcome);
    return outcome;
}

/* Asks for the secret before it locks the keyring, so that nobody waits for the user. */
static enum outcome add_add(char **words)
{
    struct key *key = key_of(words);
    if (!key)
        return OUTCOME_MISUSE;
    const enum outcome outcome = take_secret(key);
    if (outcome != OUTCOME_FINE) {
        key_free(key);
        return outcome;
    }
    warn_of_key(key);
    return save_key(key);
}

const struct command command_add = {
    .name = "add",
    .arguments = "NAME END END",
    .summary = "Add a key; its secret is asked for, or read from a file",
    .min_arguments = 3,
    .max_arguments = 3,
    .options = options,
    .run = add_add,
};
