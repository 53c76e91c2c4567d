/* What the words of a configuration tell of keys.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_MODEL_KEY_WORDS_H
#define TCPAUTH_KEYS_IMPORT_MODEL_KEY_WORDS_H

#include "keys/import/import.h"
#include "keys/import/text/statement.h"

/* Reads ADDRESS, an address or prefix, with the length or mask BITS unless that is empty. Returns
 * false if it is none. */
bool prefix_from_words(struct word address, struct word bits, struct prefix *prefix);

/* Returns the secret that WORD is. In quotes, a backslash protects a quotation mark or a
 * backslash. */
struct secret *secret_from_word(struct word word);

/* Returns why WORD, which stands where a secret should, is none: tools that archive configurations
 * put "<removed>" or "*****" there. NULL if it may be one. */
const char *secret_removed(struct word word);

/* Gives KEY the secret that WORD is, or why it is none. Returns false if WORD is empty. */
bool key_read_secret(struct key *key, struct word word);

/* Sets an attribute of KEY as import_set() does, from WORD, which is no secret. */
bool key_read(const struct import *import, unsigned line, struct key *key,
              enum key_attribute attribute, struct word word);

/* Gives KEY the algorithm of TCP-AO that WORD names; if it names none, KEY loses its secret and
 * gets the reason why. */
void key_read_algorithm(struct key *key, struct word word);

/* Tells KEY apart from others of its name, and sets its chain and number: see import_tell_apart()
 * and import_set_chain(). */
void key_read_chain(struct key *key, struct word chain, struct word number);

/* Sets *MOMENT, in microseconds since 1970 and in UTC. Returns false if there is no such moment. */
bool moment_from(int year, int month, int day, int hour, int minute, int second, int64_t *moment);

#endif
