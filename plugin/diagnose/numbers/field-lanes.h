/* Searches for the number in one field of the header with which a segment has a given MAC of
 * TCP-AO: many numbers at once, see plugin/verify/ao-lanes.h. A result must still be proven.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_NUMBERS_FIELD_LANES_H
#define TCPAUTH_DIAGNOSE_NUMBERS_FIELD_LANES_H

#include "keys/key.h"
#include "plugin/verify/reading.h"

struct field_lanes;

/* Returns lanes for KEY and the segment of READING, whose MAC is MAC. They replace the low bits of
 * the 16 at FIELD, those below COUNT, a power of two. Returns NULL if KEY has no lanes. Free with
 * field_lanes_free(). */
struct field_lanes *field_lanes_new(const struct key *key, const struct reading *reading,
                                    enum header_offset field, unsigned count,
                                    const uint8_t mac[static KEY_MAC_MIN]);

/* Frees SELF and wipes what was copied. Does nothing if SELF is NULL. */
void field_lanes_free(struct field_lanes *self);

/* Searches COUNT numbers from FIRST, both multiples of LANES. Returns true and sets *NUMBER if one
 * produces the MAC, whether the other options are covered or not. */
bool field_lanes_find(struct field_lanes *self, unsigned first, unsigned count, unsigned *number);

#endif
