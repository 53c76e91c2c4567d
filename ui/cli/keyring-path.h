/* Which keyring is meant, and how it is read and changed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_KEYRING_PATH_H
#define TCPAUTH_CLI_KEYRING_PATH_H

#include "command.h"
#include "keys/keyring.h"
#include "keys/source/store.h"

/* --keyring */
extern const GOptionEntry place_options[];

/* Means PATH, as --keyring does; NULL changes nothing. */
void keyring_path_choose(const char *path);

/* Returns the path of the keyring: --keyring, else TCPAUTH_KEYRING, else the user's own. */
const char *keyring_path(void);

/* Return true if neither --keyring nor TCPAUTH_KEYRING named the keyring, and if --keyring did. */
bool keyring_path_is_own(void);
bool keyring_path_is_chosen(void);

/* Prints how to begin if PATH is the keyring, does not exist, and --keyring did not name it. */
void keyring_path_invite(const char *path);

/* Returns the keys of PATH (NULL: of standard input), read as written in DIALECT, see
 * source_read(). What is wrong is complained of, and raises OUTCOME, or NULL if there is no file to
 * read. */
struct keyring *keyring_path_read(const char *path, const char *dialect, enum outcome *outcome);

/* Returns the keyring, to be changed, or NULL if it cannot be. */
struct store *keyring_path_edit(enum outcome *outcome);

/* Saves and closes STORE. */
void keyring_path_save(struct store *store, enum outcome *outcome);

#endif
