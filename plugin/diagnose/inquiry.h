/* The searches that are made for the cause of one segment, the cheapest first.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_INQUIRY_H
#define TCPAUTH_DIAGNOSE_INQUIRY_H

#include "investigation.h"

/* Returns EVIDENCE with all that HISTORY knows about its segment, which goes in DIRECTION. */
struct evidence inquiry_evidence(const struct evidence *evidence, struct history *history,
                                 struct direction *direction);

/* Remembers PROOF of EVIDENCE's segment for later passes. */
void inquiry_keep(struct investigation *investigation, const struct evidence *evidence,
                  const struct proof *proof);

/* Returns true if a proof with a key of EVIDENCE's segment is remembered. */
bool inquiry_is_proven(const struct investigation *investigation, const struct evidence *evidence);

/* Returns the proof of a segment that few guesses find, or NULL. */
const struct proof *inquiry_soon(struct investigation *investigation, struct direction *direction,
                                 const struct evidence *evidence);

/* Returns the proof that the segment shares with others of the same digest or MAC, or NULL. */
const struct proof *inquiry_gather(struct investigation *investigation, struct direction *direction,
                                   const struct evidence *evidence);

/* Returns why no candidate produces the segment's digest, or NULL if that is not known. */
const struct proof *inquiry_explain(struct investigation *investigation,
                                    struct direction *direction, const struct evidence *evidence);

/* Returns the proof that the segment, which lacks a signature, has the digest or MAC of one.
 * Returns NULL if it has none, or if that failed too often in DIRECTION. */
const struct proof *inquiry_overwritten(struct investigation *investigation,
                                        struct direction *direction,
                                        const struct evidence *evidence);

/* Sweeps the sequence numbers unless a limit is reached, and sets the proof that this finds. */
void inquiry_sweep(struct history *history, struct direction *direction,
                   const struct evidence *evidence, struct diagnosis *diagnosis);

/* Returns the proof of a suspect that rests on what came after it, or NULL: sequence numbers,
 * addresses, or what proved the last segment of its direction. Later passes find the proof in the
 * notes. */
const struct proof *inquiry_late(struct history *history, struct direction *direction,
                                 const struct evidence *evidence,
                                 const struct diagnosis *diagnosis);

#endif
