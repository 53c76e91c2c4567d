/* What an OpenPGP message reveals without decryption: that it is one, and its recipients.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_OPENPGP_H
#define TCPAUTH_KEYS_OPENPGP_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* How a file is encrypted. */
struct seal {
    GPtrArray *recipients; /* char *: key id or fingerprint of each recipient's key */
    bool passphrase;       /* a passphrase also decrypts the file */
    bool hidden;           /* there are recipients that the message does not name */
    bool armored;          /* it is text (ASCII armor) */
};

/* Returns a new seal without recipients or passphrase, for text. Free with seal_free(). */
struct seal *seal_new(void);
void seal_free(struct seal *seal); /* does nothing if SEAL is NULL */

/* Returns how the LENGTH BYTES are encrypted. Returns NULL if they are not an encrypted OpenPGP
 * message (RFC 4880), binary or armored. Recognises a damaged message by its beginning. Free with
 * seal_free(). */
struct seal *openpgp_seal(const char *bytes, size_t length);

#endif
