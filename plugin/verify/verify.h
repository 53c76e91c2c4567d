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

/* Returns the kind of signature that OPTIONS have, well-formed or not. */
enum signing verify_signing(const struct signature_options *options);

/* Checks SEGMENT, which is signed with OPTIONS. Returns a finding with the verdict BAD, GOOD,
 * UNVERIFIED or ILLEGAL. The header must not be longer than the segment, unless that is a fragment
 * or quoted.
 *
 * Tries each candidate for its kind of signature that is valid at the segment's time, in order, up
 * to the first that verifies; of TCP-AO, those with the segment's KeyID. Without a key of that
 * KeyID, others are tried, and the segment is BAD if one of them produces its MAC. A segment that
 * no key verifies is UNVERIFIED, not BAD, if there may be other keys, if the system forbids or
 * lacks the algorithm of a key that could be the right one, or if FLOW does not know the initial
 * sequence numbers of a TCP-AO segment. If FLOW has a budget, these may be searched: see
 * young_search(). */
struct finding verify_signed(const struct segment *segment, const struct signature_options *options,
                             const struct flow *flow, struct hasher *hasher);

/* Changes FINDING, the verdict of verify_signed() on SEGMENT, to UNVERIFIED if it depends on the
 * keys and no candidate requires the connection to be signed. Call it if the rest of the connection
 * is not signed. A GOOD finding is unchanged, and so is any while the keyring is locked. */
void verify_stray(const struct segment *segment, const struct candidates *candidates,
                  struct finding *finding);

/* Checks SEGMENT, which is not signed. Returns NOT_PRESENT if the rest of its connection is signed,
 * as SIGNING says, or if a candidate requires a signature. Returns UNVERIFIED instead if the end of
 * the options was not captured. Otherwise, and for a quoted segment, returns NONE. A key without a
 * port requires signatures only for BGP, LDP, MSDP and RPKI-RTR. */
struct finding verify_unsigned(const struct segment *segment,
                               const struct signature_options *options,
                               const struct candidates *candidates, enum signing signing);

#endif
