/* Reads the attributes of keys, and the keys of sessions, from the words of a configuration.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_MODEL_KEY_WORDS_H
#define TCPAUTH_KEYS_IMPORT_MODEL_KEY_WORDS_H

#include "keys/import/import.h"
#include "keys/import/text/statement.h"

/* Reads ADDRESS, an address, a prefix or "*", with the length or mask BITS unless that is empty.
 * Returns false if they are not a prefix. */
bool prefix_from_words(struct word address, struct word bits, struct prefix *prefix);

/* Returns WORD as a secret. In quotes, a backslash protects a quotation mark or a backslash. Free
 * with secret_free(). */
struct secret *secret_from_word(struct word word);

/* Gives KEY the secret WORD. Returns false if WORD is empty. */
bool key_read_secret(struct key *key, struct word word);

/* Sets an attribute of KEY from WORD, as import_set() does. WORD must not be a secret. */
bool key_read(const struct import *import, unsigned line, struct key *key,
              enum key_attribute attribute, struct word word);

/* The reason why a key with an unknown algorithm has no secret. */
extern const char ao_algorithm_unknown[];

/* Sets KEY's algorithm and MAC length from NAME. A MAC length of 0 means the algorithm's own. Case
 * and punctuation do not matter: "HMAC-SHA1-96", "hmac sha1", "AES_128_CMAC". Returns false if NAME
 * is not an algorithm of TCP-AO; KEY then has HMAC-SHA-1-96. */
bool ao_algorithm_set(struct key *key, struct word name);

/* Gives KEY the algorithm of TCP-AO that WORD names. If WORD names none, KEY loses its secret and
 * gets the reason. */
void key_read_algorithm(struct key *key, struct word word);

/* Adds CHAIN and NUMBER to the name of KEY and sets its chain and number: see import_tell_apart()
 * and import_set_chain(). */
void key_read_chain(struct key *key, struct word chain, struct word number);

/* Sets *MOMENT to the time in UTC at the beginning of TEXT, in microseconds since 1970. FORMAT is
 * as for strptime(). Returns the text after it, which is no digit, or NULL if there is no such
 * time.
 */
const char *moment_read(const char *text, const char *format, int64_t *moment);

/* A router's session with a peer: the attributes that its keys need. */
struct session {
    const struct import *import;
    const char *protocol; /* the beginning of its keys' names: "", "ldp " or "msdp " */
    const char *port;
    struct word peer;  /* an address, a prefix, or "*" for any peer */
    struct word bits;  /* the length or mask of PEER if it is a separate word, or empty */
    struct word local; /* the router's own address */
    struct word alias; /* its name if PEER is "*" */
    struct word vrf;   /* or empty */
    const char *realm; /* another ending for its name, or NULL */
};

/* Returns a new key for SESSION, whose secret is at LINE, with name, ends and port. Returns NULL
 * and adds a problem if PEER is not an address. The caller owns the key. */
struct key *session_key(const struct session *session, unsigned line);

#endif
