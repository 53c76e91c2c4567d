/* The keys of a keyring that a command is to process.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_SELECTION_H
#define TCPAUTH_CLI_SELECTION_H

#include "command.h"
#include "keys/keyring.h"

/* Returns the keys of RING (const struct key *) that have one of NAMES, or all keys if there are no
 * names. Prints a message for each name that no key has, and raises *OUTCOME. Free with
 * g_ptr_array_free(). */
GPtrArray *selection_of(const struct keyring *ring, char **names, enum outcome *outcome);

#endif
