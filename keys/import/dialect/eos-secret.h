/* The secrets of EOS: as they are, disguised or encrypted.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_EOS_SECRET_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_EOS_SECRET_H

#include "keys/import/import.h"
#include "keys/import/text/statement.h"

/* Returns true if WORD is a type of secret, which the secret follows. */
bool eos_is_type(struct word word);

/* Gives KEY the secret that WORD of TYPE (empty: as it is) hides, or the reason why that is
 * withheld. Disguises are taken off that depend on nothing but OWNER, the name of the neighbor or
 * peer group; it is empty if they depend on something else. */
void eos_set_secret(struct key *key, struct word type, struct word word, struct word owner);

#endif
