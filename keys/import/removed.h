/* Recognises passwords that a tool such as RANCID or Oxidized removed from a configuration before
 * saving it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_REMOVED_H
#define TCPAUTH_KEYS_IMPORT_REMOVED_H

#include <stddef.h>

#define REMOVED_REASON "the password was removed before this file was saved"

/* Returns the reason why LENGTH bytes of TEXT are no secret but stand for one, as "<removed>" and
 * "${PASSWORD}" do. Returns NULL if they may be a secret. The result is static. */
const char *removed_reason(const char *text, size_t length);

/* Returns the number of lines in LENGTH bytes of TEXT from which a password was removed. Sets *LINE
 * to the first one, counting from 1; *LINE is unchanged if there is none. */
unsigned removed_count(const char *text, size_t length, unsigned *line);

#endif
