/* The key table in Wireshark's preferences (a UAT).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_KEYTABLE_H
#define TCPAUTH_EPAN_KEYTABLE_H

#include "keys/keyring.h"

#include <epan/prefs.h>

void keytable_register(module_t *preferences);

/* Adds the keys of the table to RING. Appends a GError to PROBLEMS for each row that is not a valid
 * key. */
void keytable_add_keys(struct keyring *ring, GPtrArray *problems);

/* A new row of the table. */
struct keytable_entry {
    const char *name, *first_end, *second_end, *port, *secret;        /* not NULL */
    const char *algorithm, *mac_length, *send_id, *recv_id, *options; /* NULL if the default */
};

/* Returns the key that ENTRY describes. Returns NULL and sets ERROR (domain KEY_ERROR) if ENTRY is
 * not a valid key; the message begins with the title of the column that is wrong, if one is. Free
 * with key_free(). */
struct key *keytable_key(const struct keytable_entry *entry, GError **error);

/* Adds ENTRY, which must be a valid key, as a row, and saves the table in a file that only its
 * owner can read. The key takes effect when the capture is dissected again. Returns false and sets
 * ERROR (domain KEY_ERROR) if the table cannot be saved: the key is then used until Wireshark
 * ends. */
bool keytable_add(const struct keytable_entry *entry, GError **error);

#endif
