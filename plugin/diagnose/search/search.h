/* Searches the hypotheses for the one that explains the received digest.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_SEARCH_SEARCH_H
#define TCPAUTH_DIAGNOSE_SEARCH_SEARCH_H

#include "engine.h"
#include "plugin/diagnose/evidence/kind.h"

/* What the searches in one direction of a connection have found; initialise to {0}. */
struct search {
    const struct hypothesis
        *hypothesis; /* the hypothesis to try next, and the index of its guess; or NULL */
    unsigned index;
    uint8_t failures[KINDS];
};

/* Tries again what proved the last segment. Returns the proof, or NULL. */
const struct proof *search_again(struct search *search, struct engine *engine,
                                 const struct evidence *evidence);

/* Tries what the sequence numbers of both ends may have been: a few guesses, some of which may be
 * new since the last search. Returns the proof, or NULL. */
const struct proof *search_numbers(struct search *search, struct engine *engine,
                                   const struct evidence *evidence);

/* Tries the hypotheses with few guesses, and the one proven last in the capture. Returns the proof,
 * or NULL: SEARCH is then unchanged. */
const struct proof *search_few(struct search *search, struct engine *engine,
                               const struct evidence *evidence);

/* Tries all hypotheses, unless that failed too often for this kind of segment. Returns the proof,
 * or NULL. */
const struct proof *search_all(struct search *search, struct engine *engine,
                               const struct evidence *evidence);

/* Tries what EVIDENCE's segment was elsewhere. Returns the proof, or NULL. */
const struct proof *search_elsewhere(struct engine *engine, const struct evidence *evidence);

/* Tries what proved the last segment of KNOWN, then the addresses, since more of these may be known
 * than when EVIDENCE's segment was first examined. Counts in FAILURES, zeros at first, and tries no
 * addresses if that failed too often for this kind of segment. Returns the proof, or NULL. */
const struct proof *search_late(uint8_t failures[static KINDS], const struct search *known,
                                struct engine *engine, const struct evidence *evidence);

/* Appends the names of the causes that search_all() tries for segments signed with SIGNING,
 * separated by commas. */
void search_names(GString *text, enum signing signing);

#endif
