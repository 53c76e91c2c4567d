/* Reads YAML, and with it JSON, which is a subset.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_YAML_H
#define TCPAUTH_KEYS_IMPORT_TEXT_YAML_H

#include "document.h"
#include "keys/import/import.h"
#include "statement.h"

/* Returns true if a table, or a list of tables, in JSON begins at the line between AT and END. */
bool yaml_begins_json(const char *at, const char *end);

/* If TEXT is JSON, around which there may be a terminal's command and prompts, sets *TEXT to it,
 * adds the lines before it to those of IMPORT, and returns true. */
bool yaml_enter_json(struct word *text, struct import *import);

/* Reads the first YAML document in LENGTH bytes of TEXT. Invalid YAML becomes a problem of IMPORT,
 * and the rest of TEXT is skipped. Free the result with document_free(). */
struct document *yaml_read(const char *text, size_t length, const struct import *import);

/* Reads all documents in TEXT, as yaml_read() does one. They are the items of the list "documents"
 * in the root of the result. */
struct document *yaml_read_stream(const char *text, size_t length, const struct import *import);

#endif
