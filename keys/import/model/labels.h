/* What a router's configuration calls the router and its peers, for the names of its keys.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_MODEL_LABELS_H
#define TCPAUTH_KEYS_IMPORT_MODEL_LABELS_H

#include "keys/key.h"

struct labels;

/* Reads the host name and the descriptions of neighbors in LENGTH bytes of TEXT, in whatever format
 * the configuration is: they are recognised by their words and by the indentation of their lines.
 * Free with labels_free(). */
struct labels *labels_new(const char *text, size_t length);

/* Does nothing if LABELS is NULL. */
void labels_free(struct labels *labels);

/* Returns a name for KEY, which was read from the configuration: its name with the description in
 * the place of the peer's address, otherwise its name after that of the router. Returns the name as
 * it is if neither is known. Free with g_free(). */
char *labels_name(const struct labels *labels, const struct key *key);

#endif
