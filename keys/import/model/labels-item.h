/* Reads RouterOS's comment on a peer: "add name=peer1 remote.address=192.0.2.1 comment=...".
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_MODEL_LABELS_ITEM_H
#define TCPAUTH_KEYS_IMPORT_MODEL_LABELS_ITEM_H

#include <stdbool.h>
#include <stddef.h>

/* Returns the end of the command at AT, at most END. A line that ends with a backslash continues on
 * the next one. */
const char *labels_item_end(const char *at, const char *end);

/* Joins the continued lines in the LENGTH bytes at COMMAND to one line, in place, and ends it with
 * a zero byte. */
void labels_item_join(char *command, size_t length);

/* Sets *PEER to the remote address in LINE and *COMMENT to its comment, without quotes and
 * backslashes, or to NULL. Returns true if LINE has both. Free both with g_free(), even on
 * false. */
bool labels_item_read(const char *line, char **peer, char **comment);

#endif
