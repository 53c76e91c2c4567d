/* Finds out what happened to bad segments, and why signatures are missing.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_DIAGNOSE_H
#define TCPAUTH_DIAGNOSE_DIAGNOSE_H

#include "plugin/diagnose/evidence/diagnosis.h"
#include "plugin/diagnose/numbers/found-shifts.h"
#include "plugin/diagnose/evidence/evidence.h"

/* What is known about a capture while it is open. */
struct investigation;

/* What is known about one connection in both directions. Its size is bounded. */
struct history;

/* Begins the investigation of a capture. Borrows HASHER and FOUND, which must outlive it. End it
 * with diagnose_end(). */
struct investigation *diagnose_begin(struct hasher *hasher, struct found_shifts *found);

/* Frees INVESTIGATION with all its histories and proofs. Does nothing if INVESTIGATION is NULL. */
void diagnose_end(struct investigation *investigation);

/* Enables sweeps, executed by RUN, for bad segments with at most 64 bytes of data that nothing else
 * explains: at most two per direction of a connection, no more there after one fails, and none in
 * the capture after three consecutive failures. */
void diagnose_sweep_by(struct investigation *investigation,
                       bool (*run)(struct sweep *sweep, struct shifts *shifts));

/* Returns a new history of one connection, owned by INVESTIGATION. */
struct history *diagnose_history(struct investigation *investigation);

/* Learns from EVIDENCE's segment, and completes DIAGNOSIS, which has its verdict. Call in the first
 * pass, once for each segment with a verdict, in the order of the frames. INVESTIGATION owns what
 * it sets, and later segments may complete that. */
void diagnose_examine(struct investigation *investigation, struct history *history,
                      const struct evidence *evidence, struct diagnosis *diagnosis);

/* Returns true if a cause with a key explains the digest of EVIDENCE's segment, which is bad and
 * may be only the beginning of one. Call in every pass, before diagnose_examine(). IS_OVER is as
 * for diagnose_review(). HISTORY may be NULL. */
bool diagnose_prove(struct history *history, const struct evidence *evidence, bool is_over);

/* Completes DIAGNOSIS, which has the verdict on EVIDENCE's segment, with what is known of its
 * connection by now. IS_OVER is true once all segments of the capture have been examined. Call in
 * every pass; in the first, after diagnose_examine(). HISTORY may be NULL. */
void diagnose_review(struct history *history, const struct evidence *evidence, bool is_over,
                     struct diagnosis *diagnosis);

/* Returns a sweep for EVIDENCE's segment that uses what HISTORY knows of its connection. Free with
 * sweep_free(). */
struct sweep *diagnose_sweep(struct history *history, const struct evidence *evidence);

#endif
