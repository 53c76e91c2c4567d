/* tcpauth remove: removes keys from the keyring.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "command.h"
#include "keys/hash.h"
#include "output.h"
#include "keyring-path.h"

static gboolean all;

static const GOptionEntry options[] = {
    {"all", 0, 0, G_OPTION_ARG_NONE, &all, "Also where several keys have the name", NULL},
    G_OPTION_ENTRY_NULL,
};

/* Returns a table of each of NAMES, which may repeat, and the indices of STORE's keys of that name
 * (GArray of unsigned). Free with g_hash_table_destroy(). */
static GHashTable *find_named(const struct store *store, char **names)
{
    GHashTable *found =
        g_hash_table_new_full(hash_text, g_str_equal, NULL, (GDestroyNotify)g_array_unref);

    for (; *names; names++)
        if (!g_hash_table_contains(found, *names))
            g_hash_table_insert(found, *names, g_array_new(FALSE, FALSE, sizeof(unsigned)));
    for (unsigned i = 0; i < store_size(store); i++) {
        GArray *indices = g_hash_table_lookup(found, store_key(store, i)->name);
        if (indices)
            g_array_append_val(indices, i);
    }
    return found;
}

/* Removes the keys at INDICES, which are named NAME. Prints a message and returns false if there
 * are none, or several without --all. */
static bool remove_named(struct store *store, const char *name, const GArray *indices)
{
    if (indices->len == 0) {
        print_message("no key named %s", name);
        return false;
    }
    const bool fits = indices->len == 1 || all;
    for (unsigned i = 0; i < indices->len; i++) {
        const unsigned index = g_array_index(indices, unsigned, i);
        if (fits)
            store_remove(store, index);
        else
            print_message("%s: %s", store_key(store, index)->origin, name);
    }
    if (!fits)
        print_message("several keys are named %s; --all removes them", name);
    return fits;
}

/* Removes all of the named keys, or none if one of them does not exist. */
static enum outcome run_remove(char **names)
{
    enum outcome outcome = OUTCOME_FINE;
    struct store *store = keyring_path_edit(&outcome);
    bool fits = true;

    if (!store)
        return outcome;
    GHashTable *found = find_named(store, names);
    for (unsigned i = 0; names[i]; i++) {
        const GArray *indices = g_hash_table_lookup(found, names[i]);
        if (indices) /* NULL for a name that is repeated */
            fits = remove_named(store, names[i], indices) && fits;
        g_hash_table_remove(found, names[i]);
    }
    g_hash_table_destroy(found);
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
