/* SHA-1 and SHA-256 (FIPS 180-4) of many blocks at once, one in each lane of a vector.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_SHA_LANES_H
#define TCPAUTH_VERIFY_SHA_LANES_H

#include "lanes.h"

#define SHA_BLOCK 16 /* words */
#define SHA_STATE 8  /* words; SHA-1 does not use the last three */

/* A hash function; the value is the number of words of its digest. */
enum sha { SHA_1 = 5, SHA_256 = 8 };

/* Sets STATE to that before the first block. */
void sha_begin(enum sha sha, lanes state[SHA_STATE]);

/* Hashes one block in each lane. Overwrites WORDS. */
typedef void (*sha_hasher)(lanes state[SHA_STATE], lanes words[SHA_BLOCK]);

/* Returns the function of SHA for VECTORS, which the processor must have. */
sha_hasher sha_hasher_of(enum sha sha, enum vectors vectors);

#endif
