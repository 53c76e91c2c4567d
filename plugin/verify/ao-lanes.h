/* Tries many guesses of what was signed at once with a key of HMAC-SHA-1 or HMAC-SHA-256.
 *
 * Each instruction works on several guesses, one in each lane of a vector. This is about ten times
 * as fast as trying them one by one. A result must still be proven, since only 32 bits of the MAC
 * are compared.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_AO_LANES_H
#define TCPAUTH_VERIFY_AO_LANES_H

#include "lanes.h"
#include "reading.h"

/* Guesses of the initial sequence numbers (ISNs) of a segment's sender and receiver, each with the
 * extension of the segment's sequence number; and of 16 bits of its header. */
struct ao_guesses {
    uint32_t from[LANES], to[LANES], extension[LANES];
    enum header_offset field;
    uint32_t changes[LANES]; /* the bits that differ in FIELD; a port is in two places */
};

struct ao_lanes;

/* Returns lanes for ALGORITHM and MASTER_KEY, to try guesses with the COUNT READINGS of a segment,
 * which differ in their messages alone. MAC is the segment's. Copies what it needs. Returns NULL if
 * there are no lanes for ALGORITHM, or if the key is longer than a block. Free with
 * ao_lanes_free(). */
struct ao_lanes *ao_lanes_new(enum key_algorithm algorithm, const struct secret *master_key,
                              const struct reading *readings, unsigned count,
                              const uint8_t mac[static KEY_MAC_MIN]);

/* Frees LANES and wipes what was copied. Does nothing if LANES is NULL. */
void ao_lanes_free(struct ao_lanes *lanes);

/* Returns a set of bits: bit I is set if the MAC with guess I begins with the same 32 bits as the
 * segment's, in any reading. */
uint32_t ao_lanes_try(const struct ao_lanes *lanes, const struct ao_guesses *guesses);

#endif
