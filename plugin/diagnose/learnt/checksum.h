/* The TCP checksum, RFC 9293 section 3.1: what it says about a bad signature.
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
    CHECKSUM_PARTIAL, /* of the pseudo-header alone: the network card was to compute the rest */
};

/* How a capture shows the checksums of one direction of a connection, by the first segments that
 * tell; zero at first. */
struct checksums {
    uint8_t right, others;
};

/* Returns what the TCP checksum of SEGMENT says. The segment must be captured whole. */
enum checksum checksum_of(const struct segment *segment);

/* Takes SEGMENT, which must be captured whole. IS_GOOD: nothing in it was changed, so that its
 * checksum is wrong only if it never was right. */
void checksums_note(struct checksums *checksums, const struct segment *segment, bool is_good);

/* Recognises that a segment with CHECKSUM was changed after that was computed; NULL if not. It must
 * be known that the capture shows checksums as they were on the wire, not as a host with checksum
 * offload leaves them to its network card. What is returned is static. */
const struct proof *corrupt(const struct checksums *checksums, enum checksum checksum);

#endif
