/* The words of setkey(8)'s commands.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_SETKEY_WORD_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_SETKEY_WORD_H

#include "keys/address.h"
#include "keys/secret.h"
#include "keys/import/text/statement.h"

/* Returns true if WORD is not in quotes and begins with TEXT. */
bool setkey_begins(struct word word, const char *text);

/* Reads an address. Returns false for a name, which setkey would resolve, and for a prefix, which
 * setkey rejects. */
bool setkey_address(struct word word, struct prefix *end);

/* Reads a port such as "[179]". Sets *PORT to 0 for "[any]". Returns false for any other text. */
bool setkey_port(struct word word, uint16_t *port);

/* Reads a number such as "0x1000" or "4096". Returns false if WORD is not a number. */
bool setkey_number(struct word word, uint32_t *number);

/* Returns the secret of 1 to 80 bytes in WORD, written "text" or 0xDIGITS. Returns NULL if WORD is
 * neither. Free with secret_free(). */
struct secret *setkey_secret(struct word word);

#endif
