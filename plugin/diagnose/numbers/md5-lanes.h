/* Searches for the number in one field with which a message has a given digest: MD5 of many
 * messages at once that differ only in this field.
 *
 * Each instruction works on several messages, one in each lane of a vector. This is ten times as
 * fast as hashing them one by one. A result must still be proven: see engine_try().
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_NUMBERS_MD5_LANES_H
#define TCPAUTH_DIAGNOSE_NUMBERS_MD5_LANES_H

#include "plugin/verify/finding.h"
#include "plugin/verify/lanes.h"
#include "plugin/verify/message.h"

struct md5_lanes;

/* Returns a batch for MESSAGE and SECRET, which it copies; they are hashed in this order (RFC 2385
 * section 2.0). FIELD is the sequence or acknowledgment number, a 16-bit field, or the data offset;
 * with the last, the numbers are the twelve bits after it. Free with md5_lanes_free(). */
struct md5_lanes *md5_lanes_new(const struct message *message, enum header_offset field,
                                const struct secret *secret,
                                const uint8_t digest[static DIGEST_LENGTH]);

/* Frees BATCH and wipes what was copied. Does nothing if BATCH is NULL. */
void md5_lanes_free(struct md5_lanes *batch);

/* Searches COUNT numbers from FIRST, both multiples of LANES. Returns true and sets *NUMBER if
 * one produces the digest. Any number of threads may call this at once. */
bool md5_lanes_find(const struct md5_lanes *batch, uint32_t first, uint32_t count,
                    uint32_t *number);

#endif
