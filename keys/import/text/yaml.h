/* Reads YAML, and so JSON, which is YAML too.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_YAML_H
#define TCPAUTH_KEYS_IMPORT_TEXT_YAML_H

#include "document.h"
#include "keys/import/import.h"

/* Reads LENGTH bytes of TEXT, of which the first document counts. What is no YAML costs all behind
 * it and becomes a problem of IMPORT. Free with document_free(). */
struct document *yaml_read(const char *text, size_t length, const struct import *import);

/* Reads all documents of a stream: they are the items of "documents" in the root of what this
 * returns. */
struct document *yaml_read_stream(const char *text, size_t length, const struct import *import);

#endif
