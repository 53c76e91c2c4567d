/* The keys of a keyring that a command is to process.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "selection.h"

#include "keys/hash.h"
#include "output.h"

GPtrArray *selection_of(const struct keyring *ring, char **names, enum outcome *outcome)
{
    GPtrArray *keys = g_ptr_array_new();
    GHashTable *found = g_hash_table_new(hash_text, g_str_equal); /* name -> a key has it */

    for (unsigned i = 0; names[i]; i++)
        g_hash_table_insert(found, names[i], GINT_TO_POINTER(FALSE));
    for (unsigned i = 0; i < keyring_size(ring); i++) {
        const struct key *key = keyring_key(ring, i);
        if (g_hash_table_contains(found, key->name))
            g_hash_table_insert(found, key->name, GINT_TO_POINTER(TRUE));
        else if (names[0])
            continue;
        g_ptr_array_add(keys, (void *)key);
    }
    for (unsigned i = 0; names[i]; i++)
        if (!g_hash_table_lookup(found, names[i])) {
            print_message("no key named %s", names[i]);
            *outcome = MAX(*outcome, OUTCOME_FOUND);
        }
    g_hash_table_destroy(found);
    return keys;
}
