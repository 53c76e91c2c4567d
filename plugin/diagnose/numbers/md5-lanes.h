/* Which number, in the place of one field, gives a message its digest: MD5 of many messages at
 * once, that differ in nothing else.
 *
 * Each instruction works on several messages, one in each lane of a vector. That is ten times as
 * fast as hashing one after the other. What is found is yet to be proven: see engine_try().
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_NUMBERS_MD5_LANES_H
#define TCPAUTH_DIAGNOSE_NUMBERS_MD5_LANES_H

#include "plugin/verify/finding.h"
#include "plugin/verify/message.h"

#define MD5_LANES 16

struct md5_lanes;

/* Copies MESSAGE and SECRET, which are hashed in this order (RFC 2385 section 2.0). FIELD is the
 * sequence or the acknowledgment number, or a field of 16 bits, for numbers as long; or the data
 * offset, for the twelve bits behind that. */
struct md5_lanes *md5_lanes_new(const struct message *message, enum header_offset field,
                                const struct secret *secret,
                                const uint8_t digest[static DIGEST_LENGTH]);

/* Wipes what was copied. */
void md5_lanes_free(struct md5_lanes *batch);

/* Looks for the one among COUNT numbers from FIRST on, both multiples of MD5_LANES, that gives
 * the digest, and puts it in *NUMBER. For any number of threads at once. */
bool md5_lanes_find(const struct md5_lanes *batch, uint32_t first, uint32_t count,
                    uint32_t *number);

#endif
