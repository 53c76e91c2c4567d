/* The MD5 digest of a segment, RFC 2385 section 2.0.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_MD5_H
#define TCPAUTH_VERIFY_MD5_H

#include "finding.h"
#include "message.h"

/* A hash context, used for one segment after another: making one costs more than hashing one. */
struct md5;

/* Returns a new context, or NULL where the system forbids MD5 (FIPS). Free with md5_free(). */
struct md5 *md5_new(void);

/* Wipes what was hashed last; NULL is ignored. */
void md5_free(struct md5 *md5);

/* Makes MD5 ready for the next segment. */
void md5_begin(struct md5 *md5);

/* Hashes MESSAGE: all but the key, which comes last. */
void md5_absorb(struct md5 *md5, const struct message *message);

/* Hashes SECRET where it stands otherwise than last, as no RFC has it. */
void md5_absorb_key(struct md5 *md5, const struct secret *secret);

/* Writes the digest that SECRET gives MESSAGE, which must be all that was absorbed since
 * md5_begin(). Any number of keys can be tried. */
void md5_digest(struct md5 *md5, const struct message *message, const struct secret *secret,
                uint8_t digest[static DIGEST_LENGTH]);

/* Writes the digest of whatever was absorbed, at less cost: md5_begin() must follow. SECRET may be
 * NULL, which adds nothing. */
void md5_last_digest(struct md5 *md5, const struct secret *secret,
                     uint8_t digest[static DIGEST_LENGTH]);

#endif
