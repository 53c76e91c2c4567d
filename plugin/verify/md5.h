/* The MD5 digest of a segment, RFC 2385 section 2.0.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_MD5_H
#define TCPAUTH_VERIFY_MD5_H

#include "finding.h"
#include "segment.h"

/* A hash context, used for one segment after another: making one costs more than hashing one. */
struct md5;

/* NULL where the system forbids MD5 (FIPS). */
struct md5 *md5_new(void);

/* Wipes what was hashed last; NULL is ignored. */
void md5_free(struct md5 *md5);

/* Hashes all of SEGMENT, which must be captured whole, but the key: that comes last. */
void md5_absorb(struct md5 *md5, const struct segment *segment);

/* The digest that SECRET gives the segment absorbed. Any number of keys can be tried; a new segment
 * must be absorbed after the one that was said to be the LAST, which costs less. */
void md5_digest(struct md5 *md5, const struct secret *secret, bool last,
                uint8_t digest[static DIGEST_LENGTH]);

#endif
