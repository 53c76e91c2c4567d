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

/* The digest that SECRET gives SEGMENT, which must be captured whole. */
void md5_digest(struct md5 *md5, const struct segment *segment, const struct secret *secret,
                uint8_t digest[static DIGEST_LENGTH]);

#endif
