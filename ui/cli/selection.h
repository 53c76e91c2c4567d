/* The keys of a keyring that a command is about.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_SELECTION_H
#define TCPAUTH_CLI_SELECTION_H

#include "command.h"
#include "keys/keyring.h"

/* Those of RING (const struct key *) that have one of NAMES; all, if there are no names. A name
 * that no key has is complained of, and raises OUTCOME. */
GPtrArray *selection_of(const struct keyring *ring, char **names, enum outcome *outcome);

#endif
