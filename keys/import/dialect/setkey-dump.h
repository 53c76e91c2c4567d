/* Reads the output of `setkey -D`: the security associations in the kernel of a BSD.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_SETKEY_DUMP_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_SETKEY_DUMP_H

#include "keys/import/model/associations.h"

/* Adds the associations for TCP MD5 in LENGTH bytes of TEXT to ASSOCIATIONS; text of another kind
 * contains none. Adds a problem for each association whose key cannot be read. */
void setkey_read_dump(const char *text, size_t length, struct associations *associations,
                      const struct import *import);

#endif
