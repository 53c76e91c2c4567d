/* The search for the twins of a segment among those captured lately.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_POINTS_QUEST_H
#define TCPAUTH_DIAGNOSE_POINTS_QUEST_H

#include "entries.h"

/* The search for the twins of one entry. Initialise all members but ENTRY to zero. */
struct quest {
    const struct entry *entry; /* the entry, which has no twin yet */
    struct entry *best;
    GPtrArray *parts; /* struct entry: parts of the segment that were captured before it; or NULL */
    unsigned least;   /* how many changes BEST has */
    unsigned looked;  /* how many entries were compared */
    bool ambiguous;   /* different segments carry its digest, so the digest proves nothing */
};

/* Returns true if CHANGES are those between a segment and a part of it. */
static inline bool changes_are_of_part(uint32_t changes)
{
    return changes & 1u << CHANGE_LENGTH;
}

/* Sets the best twin and the parts of QUEST that ENTRIES has; see pairing_note(). SHIFT is the last
 * known change of the sequence numbers of its direction, or 0. Free with quest_clear(). */
void quest_find(struct quest *quest, const struct entries *entries, uint32_t shift);

void quest_clear(struct quest *quest);

#endif
