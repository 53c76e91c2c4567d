/* Reads YAML, and with it JSON, which is a subset.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_YAML_H
#define TCPAUTH_KEYS_IMPORT_TEXT_YAML_H

#include "document.h"
#include "keys/import/import.h"

/* Returns true if LENGTH bytes of TEXT begin as a table, or a list of tables, in JSON. */
bool yaml_is_json(const char *text, size_t length);

/* Reads the first YAML document in LENGTH bytes of TEXT. Invalid YAML becomes a problem of IMPORT,
 * and the rest of TEXT is skipped. Free the result with document_free(). */
struct document *yaml_read(const char *text, size_t length, const struct import *import);

/* Reads all documents in TEXT, as yaml_read() does one. They are the items of the list "documents"
 * in the root of the result. */
struct document *yaml_read_stream(const char *text, size_t length, const struct import *import);

#endif
