/* Reads what `setkey -D` prints: the security associations that a BSD's kernel holds.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_SETKEY_DUMP_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_SETKEY_DUMP_H

#include "keys/import/model/associations.h"

/* Adds the associations of TCP MD5 in LENGTH bytes of TEXT to ASSOCIATIONS. A text of another kind
 * has none. Adds a problem for each whose key cannot be read. */
void setkey_read_dump(const char *text, size_t length, struct associations *associations,
                      const struct import *import);

#endif
