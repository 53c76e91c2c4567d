/* Reads the values in BIRD's configurations, and the constants for them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_BIRD_VALUE_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_BIRD_VALUE_H

#include "keys/secret.h"
#include "keys/import/text/statement.h"

/* Reads "define NAME = VALUE" into CONSTANTS, a word table of struct word *. Ignores a value of
 * more than one word, which BIRD would compute. */
void bird_define(GHashTable *constants, const struct statement *statement);

/* Returns the value of WORD if it is a constant, otherwise WORD itself. */
struct word bird_value(GHashTable *constants, struct word word);

/* Returns true if WORD is a valid name of a constant. */
bool bird_is_name(struct word word);

/* Returns the secret in WORD, a text ("...") or a byte string (hex:01:23, 0123456789abcdef0123), or
 * NULL if it is neither. Free with secret_free(). */
struct secret *bird_secret(struct word word);

#endif
