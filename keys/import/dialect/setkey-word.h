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

/* Reads an address. Returns false for a name, which setkey would look up, and for a prefix, which
 * it refuses. */
bool setkey_address(struct word word, struct prefix *end);

/* Reads "[179]"; "[any]" is 0. */
bool setkey_port(struct word word, uint16_t *port);

/* Reads "0x1000" or "4096". */
bool setkey_number(struct word word, uint32_t *number);

/* Reads "text" or 0xDIGITS, of 1 to 80 bytes. Returns NULL if WORD is neither. Free with
 * secret_free(). */
struct secret *setkey_secret(struct word word);

#endif
