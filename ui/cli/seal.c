/* tcpauth seal, tcpauth unseal: encrypt the keyring with OpenPGP, and decrypt it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "command.h"
#include "keys/sealed.h"
#include "output.h"
#include "keyring-path.h"

static char **recipients;
static gboolean passphrase;

static const GOptionEntry options[] = {
    {"recipient", 'r', 0, G_OPTION_ARG_STRING_ARRAY, &recipients,
     "Who can open it: a fingerprint, a key id or an address; may be given several times", "ID"},
    {"passphrase", 'p', 0, G_OPTION_ARG_NONE, &passphrase,
     "Anyone with the passphrase can open it; pinentry asks for it", NULL},
    G_OPTION_ENTRY_NULL,
};

static bool add_recipients(struct seal *seal)
{
    GError *error = NULL;
    for (char **name = recipients; name && *name; name++)
        if (!sealed_add_recipient(seal, *name, &error)) {
            print_message("%s", error->message);
            g_error_free(error);
            return false;
        }
    return true;
}

/* Returns the keyring for changes. Prints a message and returns NULL if there is none. */
static struct store *edit_existing(enum outcome *outcome)
{
    struct store *store = keyring_path_edit(outcome);
    if (store && !store_existed(store)) {
        print_message("%s: there is no such file", keyring_path());
        store_close(store);
        *outcome = OUTCOME_FILE;
        return NULL;
    }
    return store;
}

/* Saves the keyring. Entries that cannot be read are reported, and sealed like the others. */
static enum outcome save_seal(struct seal *seal)
{
    enum outcome outcome = OUTCOME_FINE;
    struct store *store = edit_existing(&outcome);
    if (!store) {
        seal_free(seal);
        return outcome;
    }
    outcome = OUTCOME_FINE;
    store_set_seal(store, seal);
    keyring_path_save(store, &outcome);
    return outcome;
}

static enum outcome run_seal(char **paths)
{
    struct seal *seal;

    keyring_path_choose(paths[0]);
    if (!recipients && !passphrase) {
        print_message("specify who can open it: --recipient ID, --passphrase, or both");
        return OUTCOME_MISUSE;
    }
    seal = seal_new();
    seal->passphrase = passphrase;
    if (!add_recipients(seal)) {
        seal_free(seal);
        return OUTCOME_FOUND;
    }
    if (!sealed_is_ours(seal))
        print_message("note: you have none of these secret keys, and will not be able to open it");
    return save_seal(seal);
}

static enum outcome run_unseal(char **paths)
{
    keyring_path_choose(paths[0]);
    return save_seal(NULL);
}

const struct command command_seal = {
    .name = "seal",
    .arguments = "[FILE]",
    .summary = "Encrypt the keyring, or FILE, with OpenPGP",
    .max_arguments = 1,
    .options = options,
    .run = run_seal,
};

const struct command command_unseal = {
    .name = "unseal",
    .arguments = "[FILE]",
    .summary = "Decrypt the keyring, or FILE, permanently",
    .max_arguments = 1,
    .run = run_unseal,
};
