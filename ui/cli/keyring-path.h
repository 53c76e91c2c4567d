/* The current keyring: its path, and how it is read and changed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_KEYRING_PATH_H
#define TCPAUTH_CLI_KEYRING_PATH_H

#include "command.h"
#include "keys/keyring.h"
#include "keys/source/store.h"

/* The option --keyring, which all commands have. */
extern const GOptionEntry keyring_path_options[];

/* Makes PATH the current keyring, as --keyring does. Does nothing if PATH is NULL. */
void keyring_path_choose(const char *path);

/* Returns the path of the current keyring: that of --keyring, otherwise that of TCPAUTH_KEYRING,
 * otherwise the user's own. */
const char *keyring_path(void);

/* Return true if neither --keyring nor TCPAUTH_KEYRING named the keyring, and if --keyring did. */
bool keyring_path_is_own(void);
bool keyring_path_is_chosen(void);

/* Prints how to begin if PATH is the keyring, does not exist, and --keyring did not name it. */
void keyring_path_invite(const char *path);

/* Returns true and prints a message if PATH, where a command is to write something else, is the
 * current keyring. */
bool keyring_path_is_output(const char *path);

/* Returns the keys of PATH, or of standard input if PATH is NULL, read in the format DIALECT: see
 * source_read(). Prints each problem, and raises *OUTCOME accordingly. Returns NULL if the file
 * cannot be read. Free with keyring_free(). */
struct keyring *keyring_path_read(const char *path, const char *dialect, enum outcome *outcome);

/* Returns the current keyring for changes. Prints a message, raises *OUTCOME and returns NULL if it
 * cannot be changed. Close with keyring_path_save(). */
struct store *keyring_path_edit(enum outcome *outcome);

/* Saves and closes STORE. Prints a message, raises *OUTCOME and returns false on error. */
bool keyring_path_save(struct store *store, enum outcome *outcome);

#endif
