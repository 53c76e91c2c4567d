/* Encrypts and decrypts files with OpenPGP, through GPGME: gpg-agent holds the keys, and its
 * pinentry asks for passphrases. Decrypted text exists only in memory, and is wiped.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_SEALED_H
#define TCPAUTH_KEYS_SEALED_H

#include "openpgp.h"
#include "problem.h"
#include "text.h"

/* Appends to TEXT the content of MESSAGE, an encrypted OpenPGP message. May ask the user, and waits
 * for the answer. Returns false and sets ERROR (KEY_ERROR_SEALED) if the message cannot be
 * decrypted, or contains more than FILE_LARGEST bytes. */
bool sealed_open(const struct text *message, struct text *text, GError **error);

/* Appends to MESSAGE the text TEXT, encrypted as SEAL says. Asks for a passphrase if SEAL has one.
 * Returns false and sets ERROR (KEY_ERROR_SEALED) on error. */
bool sealed_close(const struct text *text, const struct seal *seal, struct text *message,
                  GError **error);

/* Adds the recipient NAME (a fingerprint, a key id or a whole address) to SEAL. Returns false and
 * sets ERROR (KEY_ERROR_SEALED) if NAME is none of these, if gpg knows no such recipient, or
 * several, or does not know whether the key is theirs. With a fingerprint, the last is not
 * checked. */
bool sealed_add_recipient(struct seal *seal, const char *name, GError **error);

/* Returns true if the user has the secret key of a recipient of SEAL. */
bool sealed_is_ours(const struct seal *seal);

#endif
