/* The ways to sign a segment: MD5 (RFC 2385) and the algorithms of TCP-AO (RFC 5925).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_SCHEME_H
#define TCPAUTH_VERIFY_SCHEME_H

#include "md5.h"
#include "reading.h"

/* Hash contexts and traffic keys, kept for all segments of a capture. */
struct hasher;

/* Returns a new hasher. Free it with hasher_free() before any key that was used with it. */
struct hasher *hasher_new(void);

/* Frees HASHER and wipes its traffic keys and hash contexts. Does nothing if HASHER is NULL. */
void hasher_free(struct hasher *hasher);

/* Returns the MD5 context of HASHER, or NULL if the system forbids MD5 (FIPS). */
struct md5 *hasher_md5(struct hasher *hasher);

/* Prepares HASHER for the next segment, with which at most TRIES keys are tried. The last try costs
 * less. */
void hasher_begin(struct hasher *hasher, unsigned tries);

/* A guess about the sender's key: configured with another algorithm or secret. */
struct guessed_key {
    const struct key *key;
    enum key_algorithm algorithm; /* of TCP-AO, replaces KEY's; KEY_MD5 if it does not */
    const struct secret *secret;  /* replaces KEY's; NULL if it does not */
};

/* How keys of one algorithm produce a digest or a MAC. */
struct scheme {
    enum signing signing;

    /* Returns true if this system supports and allows ALGORITHM. */
    bool (*is_available)(const struct hasher *hasher, enum key_algorithm algorithm);

    /* Writes the digest or MAC that KEY, which has a secret, produces for READING. Returns its
     * whole length; an option may have less of it, see key_mac_length(). Returns 0 on error. */
    size_t (*compute)(struct hasher *hasher, const struct reading *reading, const struct key *key,
                      uint8_t result[static MAC_MAX_LENGTH]);

    /* Computes the digest or MAC of GUESS in the same way. Guesses do not displace the traffic keys
     * that verification needs. */
    size_t (*guess)(struct hasher *hasher, const struct reading *reading,
                    const struct guessed_key *guess, uint8_t result[static MAC_MAX_LENGTH]);
};

/* One for each algorithm of a key. key_algorithm_names has their names. */
extern const struct scheme schemes[KEY_ALGORITHMS];

#endif
