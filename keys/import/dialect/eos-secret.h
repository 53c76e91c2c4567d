/* Reads the secrets of EOS: literal, obfuscated or encrypted.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_EOS_SECRET_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_EOS_SECRET_H

#include "keys/import/import.h"
#include "keys/import/text/statement.h"

/* Returns true if WORD is a type of secret, which the secret follows. */
bool eos_is_type(struct word word);

/* Gives KEY the secret that WORD of TYPE (empty: literal) encodes, or the reason why it is
 * withheld. It decodes only encodings that depend on OWNER alone, the name of the neighbor or peer
 * group. OWNER is empty if they depend on something else. */
void eos_set_secret(struct key *key, struct word type, struct word word, struct word owner);

#endif
