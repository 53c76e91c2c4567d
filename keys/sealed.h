/* Files sealed with OpenPGP, which are opened and sealed through GPGME: gpg-agent holds the keys,
 * and its pinentry asks for passphrases. What is open exists in memory only, and is wiped.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_SEALED_H
#define TCPAUTH_KEYS_SEALED_H

#include "openpgp.h"
#include "problem.h"
#include "text.h"

/* Appends to TEXT what MESSAGE holds, an encrypted OpenPGP message. This may ask the user, and
 * returns when there is an answer. False and ERROR (KEY_ERROR_SEALED) if it cannot be opened or
 * holds more than FILE_LARGEST bytes. */
bool sealed_open(const struct text *message, struct text *text, GError **error);

/* Appends to MESSAGE what TEXT holds, sealed as SEAL says. Asks for a passphrase if that is part of
 * it. False and ERROR (KEY_ERROR_SEALED) if it cannot be. */
bool sealed_close(const struct text *text, const struct seal *seal, struct text *message,
                  GError **error);

/* Adds the one whom NAME means (a fingerprint, a key id, an address, as gpg takes them) to SEAL.
 * False and ERROR (KEY_ERROR_SEALED) if gpg knows none such, or several, or does not know that the
 * key is theirs; who names the fingerprint knows it better. */
bool sealed_add_recipient(struct seal *seal, const char *name, GError **error);

/* Returns true if the user has the secret key of a recipient of SEAL. */
bool sealed_is_ours(const struct seal *seal);

#endif
