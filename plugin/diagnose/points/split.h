/* Segments that carry one digest: pieces of a segment that was signed whole and split later.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_POINTS_SPLIT_H
#define TCPAUTH_DIAGNOSE_POINTS_SPLIT_H

#include "plugin/diagnose/evidence/notes.h"

/* The pieces seen so far, of one direction of a connection. */
struct split;

/* Begins with the segment of EVIDENCE, which has data. */
struct split *split_new(const struct evidence *evidence);

/* Frees its proof with it, unless that was handed over. */
void split_free(struct split *split);

/* Returns the bytes of data that SPLIT holds. */
size_t split_size(const struct split *split);

/* Returns a link that is part of SPLIT, by which its holder keeps it in a queue. */
GList *split_link(struct split *split);

/* Returns true if the segment of EVIDENCE has the digest of SPLIT. */
bool split_carries(const struct split *split, const struct evidence *evidence);

/* Returns true if the one segment in SPLIT is that from which EVIDENCE's was cut, captured at a
 * point before that. */
bool split_precedes(const struct split *split, const struct evidence *evidence);

/* Returns true if the segment of EVIDENCE has all data of a piece in SPLIT and more: it is the
 * whole one, sent again and captured at a point before it was split. */
bool split_is_within(const struct split *split, const struct evidence *evidence);

/* Takes another such segment. One that cannot be a piece of the same segment as the others refutes
 * that they were one: its header is another, it comes behind FIN or PSH, or it makes them longer
 * than a segment can be. Once a key proves what they were, there are no more: returns false if it
 * is not a part of that. */
bool split_add(struct split *split, const struct evidence *evidence);

/* Takes back what was said, unless it is proven with a key: something else carries the digest too.
 */
void split_refute(struct split *split);

/* Returns true if there is a message to try: pieces came since the last time, without a gap, and
 * the last one could be the end. With ANYWAY it need not look like the end. */
bool split_is_complete(const struct split *split, bool anyway);

/* Returns the whole segment as it was signed, between the ends of PIECE and at its time: its first
 * piece's header, options and CWR, its last one's FIN and PSH. It points into BYTES, which must be
 * empty. */
struct segment split_segment(struct split *split, const struct segment *piece, GByteArray *bytes);

/* Returns which segment the split began with. */
struct label split_first(const struct split *split);

/* Returns what the pieces show, from the second one on; owned by SPLIT, which completes it. */
struct proof *split_proof(const struct split *split);

/* Hands the proof over to KEPT, which frees it. */
void split_keep_proof(struct split *split, GPtrArray *kept);

/* Returns the same if it was handed over, so that it outlives SPLIT; or NULL. */
const struct proof *split_kept_proof(const struct split *split);

void split_proof_free(gpointer proof);

#endif
