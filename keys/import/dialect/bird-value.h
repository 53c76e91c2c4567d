/* The values in BIRD's configurations, and the constants that stand for them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_BIRD_VALUE_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_BIRD_VALUE_H

#include "keys/secret.h"
#include "keys/import/text/statement.h"

/* Reads "define NAME = VALUE" into CONSTANTS, a word table of struct word *. A value that has to be
 * computed is not kept. */
void bird_define(GHashTable *constants, const struct statement *statement);

/* Returns what WORD stands for if it is a constant, else WORD itself. */
struct word bird_value(GHashTable *constants, struct word word);

/* Returns true if WORD is a name, as constants have. */
bool bird_is_name(struct word word);

/* Returns the secret that WORD is as text ("...") or byte string (hex:01:23, 0123456789abcdef0123),
 * or NULL if it is neither. Free with secret_free(). */
struct secret *bird_secret(struct word word);

#endif
