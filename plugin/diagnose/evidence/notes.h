/* Notes on single segments. Only segments with more results than a verdict have one, since a
 * verdict can be computed again.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_EVIDENCE_NOTES_H
#define TCPAUTH_DIAGNOSE_EVIDENCE_NOTES_H

#include "bounds.h"
#include "diagnosis.h"
#include "evidence.h"

/* Identifies a segment of a capture. Frames that a read filter drops share their number with the
 * next frame, so the label also has a mark of the segment itself. */
struct label {
    uint64_t mark; /* taken from its digest or, if it is not signed, from its sequence and
                      acknowledgment numbers */
    uint32_t number, layer;
};

/* Returns the label of EVIDENCE's segment. Its digest or, if it has none, its acknowledgment number
 * must be captured. */
struct label label_of(const struct evidence *evidence);

/* What is remembered of one segment; see struct diagnosis. */
struct note {
    struct label label;
    const struct proof *proof;
    const struct rollover *rollover;
    const struct key_request *key_request;
    const struct key_change *key_change;
    struct twins *twins; /* owned */
    unsigned retransmissions;
    enum hint_kind hint; /* one that rests on the data of other segments; otherwise HINT_NONE */
    bool will_break;
};

/* All notes on a capture. There are at most a million; segments beyond that get none. */
struct notes;

/* Returns new notes, without any note. BOUNDS must outlive them. Free with notes_free(). */
struct notes *notes_new(struct bounds *bounds);

void notes_free(struct notes *notes);

/* Returns the note on the segment of LABEL; a new one is empty. Returns NULL if there are too many
 * notes. */
struct note *notes_add(struct notes *notes, const struct label *label);

/* Returns the note on the segment of LABEL, or NULL. */
const struct note *notes_find(const struct notes *notes, const struct label *label);

/* Notes PROOF on the segment of LABEL, unless that already has a proof. */
void notes_prove(struct notes *notes, const struct label *label, const struct proof *proof);

/* Notes the results in DIAGNOSIS on EVIDENCE's segment that cannot be found again. Proofs of bad
 * segments and twins are noted earlier, as soon as they are found. */
void notes_keep(struct notes *notes, const struct evidence *evidence,
                const struct diagnosis *diagnosis);

/* Sets in DIAGNOSIS what was noted on EVIDENCE's segment. */
void notes_recall(const struct notes *notes, const struct evidence *evidence,
                  struct diagnosis *diagnosis);

#endif
