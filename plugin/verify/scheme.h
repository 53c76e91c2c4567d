/* The ways to sign a segment: MD5 (RFC 2385) and the algorithms of TCP-AO (RFC 5925).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_SCHEME_H
#define TCPAUTH_VERIFY_SCHEME_H

#include "md5.h"
#include "reading.h"

/* What computing needs, made once for all segments of a capture: hash contexts and traffic keys. */
struct hasher;

/* Returns a new hasher. Free with hasher_free(), before any key that it was used with. */
struct hasher *hasher_new(void);

/* Frees HASHER and wipes what it holds; NULL is ignored. */
void hasher_free(struct hasher *hasher);

/* Returns the MD5 context of HASHER, or NULL where the system forbids MD5 (FIPS). */
struct md5 *hasher_md5(struct hasher *hasher);

/* Prepares HASHER for another segment, on which at most TRIES keys are tried. The last of them is
 * computed at less cost. */
void hasher_begin(struct hasher *hasher, unsigned tries);

/* A key as the sender may have it, configured otherwise. */
struct guessed_key {
    const struct key *key;
    enum key_algorithm algorithm; /* of TCP-AO, in place of KEY's; or KEY_MD5 */
    const struct secret *secret;  /* in place of KEY's; or NULL */
};

/* An algorithm, as verify sees it: how a key makes a digest or a MAC. */
struct scheme {
    enum signing signing;

    /* Returns true if this system has the algorithm and allows it. */
    bool (*is_available)(const struct hasher *hasher, enum key_algorithm algorithm);

    /* Writes the digest or MAC that KEY, which has a secret, gives READING, and returns its whole
     * length, of which an option may have less: see key_mac_length(). Returns 0 on error. */
    size_t (*compute)(struct hasher *hasher, const struct reading *reading, const struct key *key,
                      uint8_t result[static MAC_MAX_LENGTH]);

    /* Does the same for GUESS, as one of many guesses: what verify needs is kept. */
    size_t (*guess)(struct hasher *hasher, const struct reading *reading,
                    const struct guessed_key *guess, uint8_t result[static MAC_MAX_LENGTH]);
};

/* One for each algorithm of a key; their names are in key_algorithm_names. */
extern const struct scheme schemes[KEY_ALGORITHMS];

#endif
