/* The verdict on one segment.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_VERIFY_H
#define TCPAUTH_VERIFY_VERIFY_H

#include "finding.h"
#include "flow.h"
#include "md5.h"
#include "option.h"
#include "segment.h"

/* Returns how the options sign the segment that has them, well or not. */
enum signing verify_signing(const struct signature_options *options);

/* Judges a segment that is signed: VERDICT_BAD, GOOD, UNVERIFIED or ILLEGAL. Its header must not be
 * longer than the segment, unless that is a fragment or quoted. Every candidate valid at the
 * segment's time is tried. If MD5 is NULL,
 * which the system forbids then, none is, and the segment is UNVERIFIED. While there may be keys
 * that are not known, none that verifies it does not make it BAD. */
struct finding verify_signed(const struct segment *segment, const struct signature_options *options,
                             const struct candidates *candidates, struct md5 *md5);

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
