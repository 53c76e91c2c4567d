/* Recognises passwords that a tool such as RANCID or Oxidized removed from a configuration before
 * saving it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_REMOVED_H
#define TCPAUTH_KEYS_IMPORT_REMOVED_H

#include "keys/secret.h"

#define REMOVED_REASON "the password was removed before this file was saved"

/* Returns true if SECRET is a mark such as "<removed>" that replaces a removed password. */
bool removed_is(const struct secret *secret);

/* Returns the number of lines in LENGTH bytes of TEXT from which a password was removed. Sets *LINE
 * to the first one, counting from 1; *LINE is unchanged if there is none. */
unsigned removed_count(const char *text, size_t length, unsigned *line);

#endif
