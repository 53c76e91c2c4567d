/* The verdict on one segment.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_VERIFY_H
#define TCPAUTH_VERIFY_VERIFY_H

#include "finding.h"
#include "flow.h"
#include "option.h"
#include "scheme.h"
#include "segment.h"

/* Returns how the options sign the segment that has them, well or not. */
enum signing verify_signing(const struct signature_options *options);

/* Judges a segment that is signed: VERDICT_BAD, GOOD, UNVERIFIED or ILLEGAL. Its header must not be
 * longer than the segment, unless that is a fragment or quoted. Every candidate for its kind of
 * signature that is valid at the segment's time is tried; of TCP-AO, every one that has its KeyID.
 * The segment is UNVERIFIED if the system forbids the algorithms of all of them, if none verifies
 * it while there may be others, or if none verifies a TCP-AO segment whose initial sequence numbers
 * FLOW does not know. */
struct finding verify_signed(const struct segment *segment, const struct signature_options *options,
                             const struct flow *flow, struct hasher *hasher);

/* Learns from SEGMENT, of which verify_signed() found FINDING, the initial sequence numbers of FLOW
 * and how far its numbers have come. Call it in the first pass, in the order of the frames. */
void verify_learn(const struct segment *segment, const struct finding *finding,
                  const struct flow *flow);

/* Changes FINDING, the verdict of verify_signed() on SEGMENT, if the rest of the connection is not
 * signed: UNVERIFIED, unless a candidate verifies it, or one that names the port may come to do so.
 */
void verify_stray(const struct segment *segment, const struct candidates *candidates,
                  struct finding *finding);

/* Judges a segment that is not signed: VERDICT_NOT_PRESENT if its connection is signed otherwise,
 * as SIGNING says, or a candidate asks for a signature; UNVERIFIED if it then was cut before its
 * options end; else NONE. A key that names no port asks for signatures only where it is the custom:
 * BGP, LDP, MSDP and RPKI-RTR. */
struct finding verify_unsigned(const struct segment *segment,
                               const struct signature_options *options,
                               const struct candidates *candidates, enum signing signing);

#endif
