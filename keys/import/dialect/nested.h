/* Reads configurations inside other files.
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

/* Reads TEXT, which is base64 and at LINE, as nested_read() does after decoding it. Keys and
 * problems name that line and the line of the decoded text: "file:12:3". Adds a problem if TEXT is
 * not base64. */
void nested_read_encoded(const struct dialect *dialect, struct word text, unsigned line,
                         const struct import *import);

/* Decodes base64 and ignores whitespace in it. Returns *LENGTH bytes with a zero byte after them,
 * or NULL if TEXT is empty or not base64. Wipe the result, and free it with g_free(). */
char *nested_decode(struct word text, size_t *length);

#endif
