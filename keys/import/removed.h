/* Passwords that were removed from a configuration before it was saved, as RANCID and Oxidized do.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_REMOVED_H
#define TCPAUTH_KEYS_IMPORT_REMOVED_H

#include "keys/secret.h"

#define REMOVED_REASON "the password was removed before this file was saved"

/* Returns true if SECRET is what stands in the place of a removed one: "<removed>". */
bool removed_is(const struct secret *secret);

/* Returns how many lines of TEXT, of LENGTH bytes, have such a password, and sets *LINE to the
 * number of the first. */
unsigned removed_count(const char *text, size_t length, unsigned *line);

#endif
