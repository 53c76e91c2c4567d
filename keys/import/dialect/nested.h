/* Configurations that stand inside other files.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_NESTED_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_NESTED_H

#include "keys/import/dialect.h"
#include "keys/import/text/statement.h"

/* Reads TEXT, which begins at LINE of the file of IMPORT, as DIALECT. Keys and problems name the
 * lines of that file. */
void nested_read(const struct dialect *dialect, struct word text, unsigned line,
                 const struct import *import);

/* Does the same with what TEXT, which stands at LINE, is in base64. Keys and problems name that
 * line and the line of what is read: "file:12:3". A problem if it is no base64. */
void nested_read_encoded(const struct dialect *dialect, struct word text, unsigned line,
                         const struct import *import);

/* Decodes base64; blanks in it do not count. Wipe what it returns, of *LENGTH bytes and a zero byte
 * behind them, and free it with g_free(). NULL if TEXT is empty or no base64. */
char *nested_decode(struct word text, size_t *length);

#endif
