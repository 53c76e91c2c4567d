/* The comment that RouterOS has on a peer: "add name=peer1 remote.address=192.0.2.1 comment=...".
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_MODEL_LABELS_ITEM_H
#define TCPAUTH_KEYS_IMPORT_MODEL_LABELS_ITEM_H

#include <stdbool.h>
#include <stddef.h>

/* Returns where the command at AT ends, before END: a line that ends with a backslash goes on with
 * the next one. */
const char *labels_item_end(const char *at, const char *end);

/* Makes one line of the LENGTH bytes at COMMAND, which may go on from line to line, in place, and
 * ends it with a zero byte. */
void labels_item_join(char *command, size_t length);

/* Sets *PEER to the remote address in LINE and *COMMENT to its comment, as they are written, and
 * returns true if it has both. Free both with g_free(). */
bool labels_item_read(const char *line, char **peer, char **comment);

#endif
