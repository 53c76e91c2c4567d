/* A file with the configurations of several routers. Each is read by itself.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_SOURCE_PARTS_H
#define TCPAUTH_KEYS_SOURCE_PARTS_H

#include "keys/import/dialect.h"
#include "keys/text.h"

/* Reads the keys of one configuration as source_parse() does. Sets *FOUND to its format, unless it
 * has a dialect already, and *HAS_SECRETS if it may contain secrets. */
typedef bool part_reader(const struct text *text, const struct import *import, const char *dialect,
                         struct recognition *found, bool *has_secrets);

/* Returns the lines (unsigned) at which further configurations begin in TEXT: those in LINES, of
 * which it takes ownership, and those that TEXT itself shows. Returns NULL if there are none. Free
 * with g_array_free(). Sets *MIXED to a line of a further configuration that begins at an unknown
 * line before it, or to 0. */
GArray *parts_find(const struct text *text, GArray *lines, unsigned *mixed);

/* Reads the parts of TEXT that begin at LINES by READ, each as a configuration in the format
 * DIALECT, or in its own if that is NULL. Their keys are named by their routers. Returns false if
 * one cannot be read. */
bool parts_read(const struct text *text, const GArray *lines, const struct import *import,
                const char *dialect, part_reader *read, struct recognition *found,
                bool *has_secrets);

#endif
