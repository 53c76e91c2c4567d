/* The MD5 digest of a segment, RFC 2385 section 2.0.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_MD5_H
#define TCPAUTH_VERIFY_MD5_H

#include "finding.h"
#include "message.h"

/* A hash context. Use one for all segments: creating one costs more than hashing a segment. */
struct md5;

/* Returns a new context, or NULL if the system forbids MD5 (FIPS). Free with md5_free(). */
struct md5 *md5_new(void);

/* Frees MD5 and wipes what it hashed last. Does nothing if MD5 is NULL. */
void md5_free(struct md5 *md5);

/* Prepares MD5 for the next segment. */
void md5_begin(struct md5 *md5);

/* Hashes MESSAGE, that is, everything before the key. */
void md5_absorb(struct md5 *md5, const struct message *message);

/* Hashes SECRET at another position than last, which no RFC allows. */
void md5_absorb_key(struct md5 *md5, const struct secret *secret);

/* Writes the digest of MESSAGE and SECRET. MESSAGE must be all that was absorbed since md5_begin().
 * Call it for as many keys as wanted. */
void md5_digest(struct md5 *md5, const struct message *message, const struct secret *secret,
                uint8_t digest[static DIGEST_LENGTH]);

/* Writes the digest of everything absorbed and SECRET, at less cost than md5_digest(). SECRET may
 * be NULL. Call md5_begin() before the next message. */
void md5_last_digest(struct md5 *md5, const struct secret *secret,
                     uint8_t digest[static DIGEST_LENGTH]);

#endif
