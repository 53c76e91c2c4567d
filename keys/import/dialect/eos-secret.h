/* The secrets of EOS: literal, obfuscated or encrypted; and the profiles of shared secrets, which
 * hold the keys for TCP-AO.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_EOS_SECRET_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_EOS_SECRET_H

#include "keys/import/budget.h"
#include "keys/import/model/neighbors.h"

/* Returns true if WORD is a type of secret, which the secret follows. */
bool eos_is_type(struct word word);

/* Gives KEY the secret that WORD of TYPE (empty: literal) encodes, or the reason why it is
 * withheld. It decodes only encodings that depend on OWNER alone, the name of the neighbor or peer
 * group. OWNER is empty if they depend on something else. */
void eos_set_secret(struct key *key, struct word type, struct word word, struct word owner);

struct profiles;

/* Returns an empty set of profiles. Each key that a session gets is charged to BUDGET, which must
 * outlive them. Free with profiles_free(). */
struct profiles *profiles_new(struct budget *budget);
void profiles_free(struct profiles *profiles);

/* Sets the switch's time zone by CLOCK: "clock timezone NAME". */
void profiles_set_zone(struct profiles *profiles, const struct statement *clock);

/* Gives profile NAME the secret in STATEMENT: "secret ID [TYPE] WORD LIFETIMES". The text of NAME
 * must outlive PROFILES. */
void profiles_add(struct profiles *profiles, struct word name, const struct statement *statement);

/* Removes the secret ID of profile NAME, or the profile if ID is empty. */
void profiles_remove(struct profiles *profiles, struct word name, struct word id);

/* Adds a key for PEERING for each secret of a profile. From the word at INDEX on, STATEMENT is
 * "shared-secret profile NAME algorithm NAME". Returns false and adds a problem if there is no such
 * profile. */
bool profiles_add_keys(const struct profiles *profiles, const struct peering *peering,
                       const struct statement *statement, unsigned index);

#endif
