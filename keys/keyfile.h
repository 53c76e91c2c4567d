/* The keyring file: tcpauth's own format, described for its writers in tcpauth-keyring(5).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_KEYFILE_H
#define TCPAUTH_KEYS_KEYFILE_H

#include "keyring.h"

/* Adds the keys of the file PATH to RING. Whatever is wrong is appended to PROBLEMS (GError *,
 * KEY_ERROR), each naming file and line and never a secret: an entry that cannot be read costs that
 * entry only, a file that others may read is used nevertheless, and one that cannot be opened adds
 * nothing. */
void keyfile_read(const char *path, struct keyring *ring, GPtrArray *problems);

/* The same for LENGTH bytes of TEXT; messages call the file NAME. */
void keyfile_parse(const char *text, size_t length, const char *name, struct keyring *ring,
                   GPtrArray *problems);

#endif
