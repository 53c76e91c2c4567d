/* Reads TOML (toml.io).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_TOML_H
#define TCPAUTH_KEYS_IMPORT_TEXT_TOML_H

#include "document.h"
#include "keys/import/import.h"

/* Reads LENGTH bytes of TEXT. Invalid TOML becomes a problem of IMPORT; only its line is skipped,
 * or its table if it is the table's header. Free the result with document_free(). */
struct document *toml_read(const char *text, size_t length, const struct import *import);

#endif
