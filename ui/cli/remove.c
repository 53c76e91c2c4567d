/* tcpauth remove: removes keys from the keyring.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "command.h"
#include "keys/hash.h"
#include "output.h"
#include "keyring-path.h"

#include <string.h>

static gboolean all;

static const GOptionEntry options[] = {
    {"all", 0, 0, G_OPTION_ARG_NONE, &all, "Also where several keys have the name", NULL},
    G_OPTION_ENTRY_NULL,
};

static bool is_named(const struct key *key, const char *name)
{
    return key && strcmp(key->name, name) == 0;
}

static unsigned count_named(const struct store *store, const char *name)
{
    unsigned count = 0;
    for (unsigned i = 0; i < store_size(store); i++)
        count += is_named(store_key(store, i), name);
    return count;
}

static void tell_named(const struct store *store, const char *name)
{
    for (unsigned i = 0; i < store_size(store); i++)
        if (is_named(store_key(store, i), name))
            print_message("%s: %s", store_key(store, i)->origin, name);
}

static bool remove_named(struct store *store, const char *name)
{
    const unsigned count = count_named(store, name);
    if (count == 0)
        print_message("no key named %s", name);
    if (count > 1 && !all) {
        tell_named(store, name);
        print_message("several keys are named %s; --all removes them", name);
    }
    if (count == 0 || (count > 1 && !all))
        return false;
    for (unsigned i = 0; i < store_size(store); i++)
        if (is_named(store_key(store, i), name))
            store_remove(store, i);
    return true;
}

/* Removes all of the named keys, or none if one of them does not exist. */
static enum outcome run_remove(char **names)
{
    enum outcome outcome = OUTCOME_FINE;
    struct store *store = keyring_path_edit(&outcome);
    bool fits = true;

    if (!store)
        return outcome;
    GHashTable *known = g_hash_table_new(hash_text, g_str_equal); /* a name may come again */
    for (unsigned i = 0; names[i]; i++)
        if (g_hash_table_add(known, names[i]))
            fits = remove_named(store, names[i]) && fits;
    g_hash_table_destroy(known);
    if (fits) {
        outcome = OUTCOME_FINE; /* entries that cannot be read were reported, but are no error of
                                   this command */
        keyring_path_save(store, &outcome);
        return outcome;
    }
    store_close(store);
    return MAX(outcome, OUTCOME_FOUND);
}

const struct command command_remove = {
    .name = "remove",
    .arguments = "NAME...",
    .summary = "Remove keys, all that are named or none",
    .min_arguments = 1,
    .max_arguments = ANY_NUMBER,
    .options = options,
    .run = run_remove,
};
