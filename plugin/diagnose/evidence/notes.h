/* What is remembered of single segments: of those alone of which there is more to say than their
 * verdicts, which can be found anew.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_EVIDENCE_NOTES_H
#define TCPAUTH_DIAGNOSE_EVIDENCE_NOTES_H

#include "bounds.h"
#include "diagnosis.h"
#include "evidence.h"

/* Which segment of a capture it is. Frames that a read filter drops share their number with the
 * next one, so what makes the segment itself unlike others belongs to it. */
struct label {
    uint64_t mark; /* of its digest; of one that is not signed, its sequence and acknowledgment
                      numbers */
    uint32_t number, layer;
};

/* Returns the label of EVIDENCE's segment, whose digest or, if it has none, acknowledgment
 * number must be captured. */
struct label label_of(const struct evidence *evidence);

/* See struct diagnosis. */
struct note {
    struct label label;
    const struct proof *proof;
    const struct rollover *rollover;
    const struct key_request *key_request;
    const struct key_change *key_change;
    struct twins *twins; /* owned, with their list */
    unsigned retransmissions;
    bool will_break, is_injected;
};

/* All notes on a capture. There are at most a million, whatever it holds: of what would need more,
 * nothing is remembered. */
struct notes;

/* Returns new notes, without any note yet. BOUNDS must outlive them. */
struct notes *notes_new(struct bounds *bounds);

void notes_free(struct notes *notes);

/* Returns the note on the segment of LABEL, empty if it is new, or NULL if there are too many
 * others. */
struct note *notes_add(struct notes *notes, const struct label *label);

/* Returns the note on the segment of LABEL, or NULL. */
const struct note *notes_find(const struct notes *notes, const struct label *label);

/* Notes PROOF on the segment of LABEL, unless that is explained. */
void notes_prove(struct notes *notes, const struct label *label, const struct proof *proof);

/* Notes what DIAGNOSIS says of EVIDENCE's segment and could not be found anew, but for what is
 * noted as soon as it is found: proofs of bad segments, and twins. */
void notes_keep(struct notes *notes, const struct evidence *evidence,
                const struct diagnosis *diagnosis);

/* Sets in DIAGNOSIS what was noted on EVIDENCE's segment. */
void notes_recall(const struct notes *notes, const struct evidence *evidence,
                  struct diagnosis *diagnosis);

#endif
