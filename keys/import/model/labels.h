/* Reads the names of a router and of its peers from its configuration, for the names of keys.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_MODEL_LABELS_H
#define TCPAUTH_KEYS_IMPORT_MODEL_LABELS_H

#include "keys/key.h"

struct labels;

/* Reads the host name and the descriptions of neighbors in LENGTH bytes of TEXT, in any
 * configuration format. It recognises them by their words and by the indentation of their lines.
 * Free with labels_free(). */
struct labels *labels_new(const char *text, size_t length);

/* Does nothing if LABELS is NULL. */
void labels_free(struct labels *labels);

/* Returns a name for KEY, which was read from the configuration. If its peer has a description, the
 * description replaces the peer's address in KEY's name. Otherwise the router's name, if known,
 * precedes KEY's name. Free with g_free(). */
char *labels_name(const struct labels *labels, const struct key *key);

#endif
