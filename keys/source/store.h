/* A keyring file that is being changed. Everything that is not changed stays the same byte for
 * byte.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_SOURCE_STORE_H
#define TCPAUTH_KEYS_SOURCE_STORE_H

#include "keys/isns.h"
#include "keys/key.h"
#include "keys/openpgp.h"

struct store;

/* Opens the keyring file PATH, which need not exist, and locks it against other writers until
 * store_close(). Appends a GError to PROBLEMS for each entry that cannot be read; these entries are
 * kept. Returns NULL and appends a problem (KEY_ERROR_FILE or KEY_ERROR_LOCKED) if the file cannot
 * be opened or is not a keyring file. */
struct store *store_open(const char *path, GPtrArray *problems);

/* Frees STORE and wipes its secrets. Changes that were not saved are lost. Does nothing if STORE is
 * NULL. */
void store_close(struct store *store);

/* Return the number of keys, including those added and removed, and the key at an index, which is
 * NULL if the key was removed. */
unsigned store_size(const struct store *store);
const struct key *store_key(const struct store *store, unsigned index);

/* Appends an entry for KEY, which has a secret, and takes ownership of KEY. COMMENT, unless it is
 * NULL, goes after its name. */
void store_add(struct store *store, struct key *key, const char *comment);

/* Appends a line with ISN. Returns false if there already is one. */
bool store_add_isn(struct store *store, const struct isn *isn);

/* Removes the entry with its lines. Comments around it stay. Adding an entry and removing it again
 * changes no byte. */
void store_remove(struct store *store, unsigned index);

/* Returns true if there was a file when the store was opened. */
bool store_existed(const struct store *store);

/* Makes store_save() encrypt the file with SEAL, of which it takes ownership, instead of the
 * previous recipients. NULL makes it save the file unencrypted. */
void store_set_seal(struct store *store, struct seal *seal);

/* Replaces the file atomically: see file_replace(). A sealed keyring is never written unencrypted,
 * not even temporarily. Returns false and sets ERROR on error, or if a program that does not know
 * the lock has changed the file since store_open(). */
bool store_save(struct store *store, GError **error);

#endif
