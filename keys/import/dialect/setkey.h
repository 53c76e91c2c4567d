/* The words of setkey(8)'s commands, and the output of `setkey -D`.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_SETKEY_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_SETKEY_H

#include "keys/import/model/associations.h"
#include "keys/import/text/statement.h"

/* Returns true if WORD is not in quotes and begins with TEXT. */
bool setkey_begins(struct word word, const char *text);

/* Reads an end: WORD is an address, which a port in brackets may follow in WORD or be PORT_AFTER,
 * "[179]" or "[any]"; an empty PORT_AFTER means any port. Returns false for a name, which setkey
 * would resolve, for a prefix, which setkey rejects, and if the port is none. */
bool setkey_end(struct word word, struct word port_after, struct prefix *end, uint16_t *port);

/* Reads a number such as "0x1000" or "4096". Returns false if WORD is not a number. */
bool setkey_number(struct word word, uint32_t *number);

/* Returns the secret of 1 to 80 bytes in WORD, written "text", on one line, or 0xDIGITS. Returns
 * NULL if WORD is neither. Free with secret_free(). */
struct secret *setkey_secret(struct word word);

/* Adds the associations for TCP MD5 in LENGTH bytes of TEXT, what `setkey -D` printed, to
 * ASSOCIATIONS; text of another kind contains none. Adds a problem for each association whose key
 * cannot be read. */
void setkey_read_dump(const char *text, size_t length, struct associations *associations,
                      const struct import *import);

#endif
