/* The ways in which a segment can have been signed: what was hashed and, for TCP-AO, from what the
 * traffic key was derived.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_READING_H
#define TCPAUTH_VERIFY_READING_H

#include "ao-message.h"
#include "flow.h"
#include "option.h"
#include "traffic-key.h"

/* One way in which a segment can have been signed. It points into the segment's bytes. */
struct reading {
    struct ao_message message;      /* for MD5, only its member MESSAGE */
    struct traffic_context context; /* for TCP-AO */
    struct ao_terms terms;          /* for TCP-AO */
    bool
        key_first; /* for MD5: the key is hashed before MESSAGE, not after it; no RFC allows this */
};

#define MAX_READINGS 6

/* Writes to READINGS the ways in which SEGMENT, captured whole and with SIGNATURE, can have been
 * signed. Returns their number: one for MD5, at most MAX_READINGS for TCP-AO. They point into the
 * segment's bytes. If FLOW does not know the ISNs, they are inferred from the segment. */
unsigned readings_of(const struct segment *segment, const struct signature *signature,
                     const struct flow *flow, struct reading readings[static MAX_READINGS]);

/* Returns the ISNs of SEGMENT, a SYN or SYN-ACK, which it contains itself (RFC 5925, section 5.2);
 * if it acknowledges data of a SYN, the receiver's is from FLOW. */
struct ao_terms reading_terms_of_syn(const struct segment *segment, const struct flow *flow);

/* Does what readings_of() does, but with the ISNs and the extension of TERMS. SIGNATURE must be
 * TCP-AO's. */
unsigned readings_by(const struct segment *segment, const struct signature *signature,
                     const struct ao_terms *terms, struct reading readings[static MAX_READINGS]);

/* Returns true if KEY is configured to sign in the way of READING. */
bool reading_fits(const struct reading *reading, const struct key *key);

#endif
