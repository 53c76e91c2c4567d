/* The ways in which a segment can have been signed: what was hashed, and for TCP-AO, what its
 * traffic key was derived with.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_READING_H
#define TCPAUTH_VERIFY_READING_H

#include "ao-message.h"
#include "flow.h"
#include "option.h"
#include "traffic-key.h"

/* One such way. It points into the segment's bytes. */
struct reading {
    struct ao_message message;      /* of MD5, its member MESSAGE alone */
    struct traffic_context context; /* of TCP-AO */
    struct ao_terms terms;          /* likewise */
    bool key_first; /* of MD5: the key is hashed before MESSAGE, not behind it, as no RFC has it */
};

#define MAX_READINGS 4

/* Writes how SEGMENT, which is captured whole and has SIGNATURE, can have been signed, and returns
 * how many readings there are: one of MD5, at most MAX_READINGS of TCP-AO. They point into the
 * segment's bytes. Where FLOW does not tell the ISNs, they are inferred from the segment. */
unsigned readings_of(const struct segment *segment, const struct signature *signature,
                     const struct flow *flow, struct reading readings[static MAX_READINGS]);

/* Does the same for TERMS, which FLOW need not know. SIGNATURE is TCP-AO's. */
unsigned readings_by(const struct segment *segment, const struct signature *signature,
                     const struct ao_terms *terms, struct reading readings[static MAX_READINGS]);

/* Returns true if KEY is configured to sign so. */
bool reading_fits(const struct reading *reading, const struct key *key);

#endif
