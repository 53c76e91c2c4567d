/* What the parts of unread.h share: a configuration is read once more.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_SOURCE_UNREAD_AGAIN_H
#define TCPAUTH_KEYS_SOURCE_UNREAD_AGAIN_H

#include "unread.h"

/* Returns the line of KEY in its file, counting from 1; 0 if it is not known. */
unsigned unread_line(const struct key *key);

/* Returns the keys that DIALECT reads from the first LENGTH bytes of TEXT, as IMPORT would have
 * them. Its problems are left out. Free with keyring_free(). */
struct keyring *unread_read(const struct dialect *dialect, const struct text *text, size_t length,
                            const struct import *import);

#endif
