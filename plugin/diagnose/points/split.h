/* Segments that carry the same digest or MAC: pieces of a segment that was signed whole and then
 * split.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_POINTS_SPLIT_H
#define TCPAUTH_DIAGNOSE_POINTS_SPLIT_H

#include "plugin/diagnose/evidence/notes.h"

/* The pieces seen so far in one direction of a connection. */
struct split;

/* Returns a split that begins with the segment of EVIDENCE, which has data. If that was not
 * captured whole, at least its header was. Free with split_free(). */
struct split *split_new(const struct evidence *evidence);

/* Frees SPLIT, and its proof unless split_keep_proof() gave that away. */
void split_free(struct split *split);

/* Returns the most bytes of memory that SPLIT may take: those of all data, captured or not, and a
 * few for each piece. */
size_t split_size(const struct split *split);

/* Returns a link within SPLIT, for the queue of its holder. Owned by SPLIT. */
GList *split_link(struct split *split);

/* Returns true if the segment of EVIDENCE has the digest or MAC of SPLIT. */
bool split_carries(const struct split *split, const struct evidence *evidence);

/* Returns true if SPLIT has only one segment, from which EVIDENCE's was split after the capture
 * point. */
bool split_precedes(const struct split *split, const struct evidence *evidence);

/* Returns true if the segment of EVIDENCE has all data of a piece in SPLIT, and more. It is then
 * the whole segment, retransmitted and captured before it was split. */
bool split_is_within(const struct split *split, const struct evidence *evidence);

/* Adds the segment of EVIDENCE, which has the digest of SPLIT. A segment that cannot be a piece of
 * the same segment refutes SPLIT: its header differs, it follows FIN or PSH, or the whole would be
 * too long. Once a key has proven the whole, no pieces are added; returns false if the segment is
 * not a part of it. */
bool split_add(struct split *split, const struct evidence *evidence);

/* Withdraws the proof of SPLIT, unless it is proven with a key: another segment carries the digest
 * too.
 */
void split_refute(struct split *split);

/* Returns true if the pieces should be tried as one message: there are new pieces, all of them
 * captured whole, they have no gap, and the last one looks like the end. With ANYWAY, it need not
 * look like the end. */
bool split_is_complete(const struct split *split, bool anyway);

/* Returns the whole segment as it was signed, with the ends and the time of PIECE: with the header,
 * options and CWR of its first piece, and FIN and PSH of its last. It points into BYTES, which must
 * be empty. */
struct segment split_segment(struct split *split, const struct segment *piece, GByteArray *bytes);

/* Returns the label of the segment that the split began with. */
struct label split_first(const struct split *split);

/* Returns the proof of the pieces, which has something from the second piece on. Creates it, empty,
 * at the first call: most bad segments are never followed by a piece. Owned by SPLIT, which
 * completes it. */
struct proof *split_proof(struct split *split);

/* Gives ownership of the proof to KEPT, so that it outlives SPLIT. */
void split_keep_proof(struct split *split, GPtrArray *kept);

/* Returns the proof if split_keep_proof() gave it away, otherwise NULL. */
const struct proof *split_kept_proof(const struct split *split);

void split_proof_free(gpointer proof);

#endif
