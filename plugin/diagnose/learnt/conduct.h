/* What the good and bad segments of one end have in common: how the capture has their checksums,
 * and what distinguishes the bad ones.
 *
 * A connection that goes unanswered shows little, since each attempt has its own port. So this is
 * kept for each connection, and also for all connections of an end with its peer.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_LEARNT_CONDUCT_H
#define TCPAUTH_DIAGNOSE_LEARNT_CONDUCT_H

#include "checksum.h"
#include "plugin/diagnose/evidence/diagnosis.h"
#include "pattern.h"

/* Initialise to {0}. */
struct conduct {
    struct checksums checksums;
    struct pattern pattern;
};

/* The conduct of one end; neither pointer is NULL. */
struct conducts {
    struct conduct *here, *overall; /* in this connection, and in all with the same peer */
};

/* Learns from the segment of EVIDENCE, which must be captured whole. The verdict in DIAGNOSIS must
 * be good or bad.
 */
void conducts_note(struct conducts conducts, const struct evidence *evidence,
                   const struct diagnosis *diagnosis);

/* Returns a static proof if a bad segment with CHECKSUM was changed after the checksum was
 * computed, otherwise NULL. Only this connection counts if it shows how checksums are captured. */
const struct proof *conducts_corrupt(struct conducts conducts, enum checksum checksum);

/* Returns what distinguishes the bad segments of OWN; OTHER is the conduct of the peer. */
struct hint conducts_hint(struct conducts own, struct conducts other);

#endif
