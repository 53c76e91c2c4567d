/* How many unsigned segments each direction of a connection had, of all connections in a fixed
 * size.
 *
 * Most connections are never signed, and nothing is kept of them. If a signed segment turns up
 * after all, these counts show whether it is the exception. Directions share counters when there
 * are more than some ten thousands: a count may then be too high.
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

/* Returns a hash of one end: an ADDRESS of LENGTH bytes, a multiple of four, and the two bytes of
 * its PORT. */
uint32_t tally_end(const uint8_t *address, size_t length, const uint8_t *port);

/* Returns the counter of the direction between two ends, by their hashes; owned by TALLY. */
uint8_t *tally_counter(struct tally *tally, uint32_t from, uint32_t to);

/* Adds one to COUNTER, up to its limit. */
static inline void tally_add(uint8_t *counter)
{
    *counter = (uint8_t)(*counter + (*counter < UINT8_MAX));
}

#endif
