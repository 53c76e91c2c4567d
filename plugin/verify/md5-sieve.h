/* Sorts out the keys that do not produce the digest of a segment: MD5 with many keys at once.
 *
 * Each instruction works on several keys, one in each lane of a vector. With many keys this is
 * several times as fast as to try them one by one. A key that passes must still be tried, since
 * only 32 bits of the digest are compared.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_MD5_SIEVE_H
#define TCPAUTH_VERIFY_MD5_SIEVE_H

#include "lanes.h"
#include "md5.h"

/* A message, hashed as far as its key does not matter; and the digest that was received. */
struct md5_sieve {
    uint32_t state[4];
    uint8_t rest[64]; /* what is not hashed yet, of LENGTH bytes in all */
    uint64_t length;
    uint32_t digest; /* the first 32 bits */
};

/* Sets SIEVE for MESSAGE, which was received with DIGEST. */
void md5_sieve_begin(struct md5_sieve *sieve, const struct message *message,
                     const uint8_t digest[static DIGEST_LENGTH]);

/* Returns a set of bits: bit I is set if SECRETS[I] may produce the digest. COUNT is at most
 * LANES. */
uint32_t md5_sieve_try(const struct md5_sieve *sieve, const struct secret *const *secrets,
                       unsigned count);

#endif
