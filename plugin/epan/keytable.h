/* The key table in Wireshark's preferences (a UAT).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_KEYTABLE_H
#define TCPAUTH_EPAN_KEYTABLE_H

#include "keys/keyring.h"

#include <epan/prefs.h>

void keytable_register(module_t *preferences);

/* Adds the keys of the table to RING; a row that cannot be used goes to PROBLEMS (GError *). */
void keytable_add_keys(struct keyring *ring, GPtrArray *problems);

/* What a new row of the table says; nothing may be NULL. */
struct keytable_entry {
    const char *name, *first_end, *second_end, *port, *secret;
};

/* Returns the key that ENTRY describes; NULL and sets ERROR (domain KEY_ERROR) if it is not a key.
 * The error begins with the title of the column that is wrong, if one is. Free with key_free(). */
struct key *keytable_key(const struct keytable_entry *entry, GError **error);

/* Adds a row and saves the table in a file that only its owner may read. It is in effect when the
 * capture is dissected anew. ENTRY must be a key. Returns false and sets ERROR (domain KEY_ERROR)
 * if it cannot be saved: it is then in effect until Wireshark is left. */
bool keytable_add(const struct keytable_entry *entry, GError **error);

#endif
