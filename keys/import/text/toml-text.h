/* The four ways in which TOML writes a text: "basic", 'literal' and both of them over several
 * lines.
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
    const char *behind; /* the closing quotes */
    bool escapes, lines;
};

/* Finds the text whose opening quotes stand AT a place. False if the quotes do not end or the text
 * is not UTF-8. */
bool toml_text_find(const char *at, const char *end, struct toml_text *text);

/* Writes what TEXT stands for to BYTES, which has room for as many as TEXT has; how many it is goes
 * to *LENGTH. False at an escape that TOML does not have. */
bool toml_text_decode(const struct toml_text *text, char *bytes, size_t *length);

#endif
