/* What the good and bad segments of one end show together: how the capture has their checksums, and
 * what the bad ones have in common.
 *
 * A connection that is never answered tells little, since each attempt has a port of its own. So
 * this is kept for each connection, and for all that an end has with its peer.
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

/* The conduct of one end; neither is NULL. */
struct conducts {
    struct conduct *here, *overall; /* in one connection, and in all with the same peer */
};

/* Takes the segment of EVIDENCE, which was captured whole, with DIAGNOSIS, whose verdict is good or
 * bad.
 */
void conducts_note(struct conducts conducts, const struct evidence *evidence,
                   const struct diagnosis *diagnosis);

/* Returns a static proof if a bad segment with CHECKSUM was changed after that was computed, or
 * NULL. The connection alone decides if it tells how checksums are captured. */
const struct proof *conducts_corrupt(struct conducts conducts, enum checksum checksum);

/* Returns what the bad segments of OWN have in common; OTHER is the conduct of the peer. */
struct hint conducts_hint(struct conducts own, struct conducts other);

#endif
