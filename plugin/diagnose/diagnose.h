/* Finds out what happened to signed segments, and to those that are not signed but should be.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_DIAGNOSE_H
#define TCPAUTH_DIAGNOSE_DIAGNOSE_H

#include "plugin/diagnose/evidence/diagnosis.h"
#include "plugin/diagnose/numbers/discoveries.h"
#include "plugin/diagnose/evidence/evidence.h"

/* What is known about a capture while it is open. */
struct investigation;

/* What is known about one connection, in both directions. Its size is bounded. */
struct history;

/* MD5 and DISCOVERIES must outlive it. */
struct investigation *diagnose_begin(struct md5 *md5, struct discoveries *discoveries);

/* Frees all histories and proofs with it; NULL is ignored. */
void diagnose_end(struct investigation *investigation);

/* Enables sweeps, executed by RUN, for bad segments with at most 64 bytes of data that nothing else
 * explains: at most two per direction of a connection, and none in the capture after three
 * consecutive failures. */
void diagnose_sweep_by(struct investigation *investigation,
                       bool (*run)(struct sweep *sweep, struct shifts *shifts));

/* Owned by INVESTIGATION. */
struct history *diagnose_history(struct investigation *investigation);

/* Learns from EVIDENCE's segment, and sets what DIAGNOSIS, the verdict on it, has to say. To be
 * asked once for each segment with a verdict, in the order of their frames. What is set is owned by
 * INVESTIGATION; a later segment may complete it. */
void diagnose_examine(struct investigation *investigation, struct history *history,
                      const struct evidence *evidence, struct diagnosis *diagnosis);

/* Returns true if some cause with a key explains the digest of EVIDENCE's segment, which is bad and
 * perhaps no more than the beginning of one. To be asked before diagnose_examine(), in every pass;
 * IS_OVER as for diagnose_review(). HISTORY may be NULL. */
bool diagnose_prove(struct history *history, const struct evidence *evidence, bool is_over);

/* Sets what DIAGNOSIS, the verdict on EVIDENCE's segment, has to say by what is known now of the
 * connection, whose segments IS_OVER says have all been examined. To be asked in every pass, in the
 * first one of what diagnose_examine() set. HISTORY may be NULL. */
void diagnose_review(struct history *history, const struct evidence *evidence, bool is_over,
                     struct diagnosis *diagnosis);

/* A sweep for the segment of EVIDENCE, by what HISTORY, its connection's, knows; to be freed. */
struct sweep *diagnose_sweep(struct history *history, const struct evidence *evidence);

#endif
