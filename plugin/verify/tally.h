/* Counts the unsigned segments in each direction of all connections, in a fixed amount of memory.
 *
 * Most connections are never signed, and nothing else is kept of them. If a signed segment appears
 * after all, these counts show whether it is the exception. With more than some ten thousand
 * directions, several share a counter, and a count may be too high.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_TALLY_H
#define TCPAUTH_VERIFY_TALLY_H

#include <stddef.h>
#include <stdint.h>

#define TALLY_BITS 16

/* Initialise to {0}. */
struct tally {
    uint8_t counters[1u << TALLY_BITS];
};

/* Returns a hash of one end: ADDRESS has LENGTH bytes, a multiple of four, and PORT two bytes. */
uint32_t tally_end(const uint8_t *address, size_t length, const uint8_t *port);

/* Returns the counter of the direction FROM to TO, two hashes of tally_end(). Owned by TALLY. */
uint8_t *tally_counter(struct tally *tally, uint32_t from, uint32_t to);

/* Increments COUNTER, up to its maximum. */
static inline void tally_add(uint8_t *counter)
{
    *counter = (uint8_t)(*counter + (*counter < UINT8_MAX));
}

#endif
