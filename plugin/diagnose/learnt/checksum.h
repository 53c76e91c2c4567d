/* What the TCP checksum, RFC 9293 section 3.1, says about a bad signature.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_LEARNT_CHECKSUM_H
#define TCPAUTH_DIAGNOSE_LEARNT_CHECKSUM_H

#include "plugin/diagnose/evidence/cause.h"
#include "plugin/verify/segment.h"

enum checksum {
    CHECKSUM_RIGHT,
    CHECKSUM_WRONG,
    CHECKSUM_PARTIAL, /* the sum of the pseudo-header; the rest was left for the NIC to compute */
};

/* How the first segments show that a capture has the checksums of one direction; initialise to
 * {0}. */
struct checksums {
    uint8_t right, others;
};

/* Returns whether the TCP checksum of SEGMENT, which must be captured whole, is right. */
enum checksum checksum_of(const struct segment *segment);

/* Returns true if enough segments have shown how the capture has them; others change nothing. */
bool checksums_are_known(const struct checksums *checksums);

/* Records the CHECKSUM of a segment. IS_GOOD says that nothing in it was changed, so its checksum
 * is wrong only if it was never right. */
void checksums_note(struct checksums *checksums, enum checksum checksum, bool is_good);

/* Returns a static proof if a segment with CHECKSUM was changed after the checksum was computed,
 * otherwise NULL. Requires that the capture shows checksums as on the wire, not as a host with
 * checksum offload leaves them to its NIC. */
const struct proof *corrupt(const struct checksums *checksums, enum checksum checksum);

#endif
