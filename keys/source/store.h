/* A keyring file that is being changed, of which all that is not changed stays byte for byte.
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
 * store_close(). Entries that cannot be read are told in PROBLEMS (GError *), and stay. NULL, and a
 * problem of KEY_ERROR_FILE or KEY_ERROR_LOCKED, if it cannot be opened, or is no keyring file. */
struct store *store_open(const char *path, GPtrArray *problems);

/* Frees it without a trace of its secrets. What was not saved is lost. NULL is ignored. */
void store_close(struct store *store);

/* Return how many keys there are, those added and those removed included, and each of them, NULL
 * if it was removed. */
unsigned store_size(const struct store *store);
const struct key *store_key(const struct store *store, unsigned place);

/* Appends an entry; takes KEY over, which has a secret. COMMENT stands behind its name, unless it
 * is NULL. */
void store_add(struct store *store, struct key *key, const char *comment);

/* Appends a line with ISN. Returns false if there is one. */
bool store_add_isn(struct store *store, const struct isn *isn);

/* Cuts the entry with the lines it stands in. Comments around them stay; to add an entry and to
 * remove it again changes no byte. */
void store_remove(struct store *store, unsigned place);

/* Returns true if there was a file when the store was opened. */
bool store_existed(const struct store *store);

/* Makes store_save() seal the file with SEAL, which it takes over, instead of as it was sealed.
 * NULL leaves the file open. */
void store_set_seal(struct store *store, struct seal *seal);

/* Writes the file, whole or not at all: see file_replace(). What is sealed is never written open,
 * not even in passing. False and ERROR if it cannot be. */
bool store_save(struct store *store, GError **error);

#endif
