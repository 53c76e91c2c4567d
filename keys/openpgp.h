/* What an OpenPGP message tells without being opened: that it is one, and whom it is sealed to.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_OPENPGP_H
#define TCPAUTH_KEYS_OPENPGP_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* How a file is sealed. */
struct seal {
    GPtrArray *recipients; /* char *: the key of each, by its id or its fingerprint */
    bool passphrase;       /* whoever knows it can open the file, too */
    bool hidden;           /* there are recipients that the message does not name */
    bool armored;          /* it is text */
};

/* Returns a new seal that nobody can open yet, and that is text. */
struct seal *seal_new(void);
void seal_free(struct seal *seal); /* NULL is ignored */

/* Returns how the LENGTH BYTES are sealed, or NULL if they are no encrypted OpenPGP message (RFC
 * 4880), binary or armored. Recognises a damaged one by its beginning. */
struct seal *openpgp_seal(const char *bytes, size_t length);

#endif
