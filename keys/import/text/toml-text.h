/* Reads the four kinds of strings in TOML: "basic", 'literal' and both of them over several lines.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_TOML_TEXT_H
#define TCPAUTH_KEYS_IMPORT_TEXT_TOML_TEXT_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

struct toml_text {
    const char *at; /* between the quotes */
    size_t length;
    const char *behind; /* the first character after the closing quotes */
    bool escapes, lines;
};

/* Finds the string whose opening quotes are at AT. Returns false if it has no closing quotes before
 * END or is not UTF-8. */
bool toml_text_find(const char *at, const char *end, struct toml_text *text);

/* Decodes TEXT to BYTES, which has room for TEXT's length, and stores the number of bytes in
 * *LENGTH. Returns false if TEXT has an escape that TOML does not have. */
bool toml_text_decode(const struct toml_text *text, char *bytes, size_t *length);

#endif
