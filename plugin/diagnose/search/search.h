/* Searches among the hypotheses for the one that gives the digest received.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_SEARCH_SEARCH_H
#define TCPAUTH_DIAGNOSE_SEARCH_SEARCH_H

#include "engine.h"
#include "plugin/diagnose/evidence/kind.h"

/* What is known from the searches in one direction of a connection; zero at first. */
struct search {
    const struct hypothesis *hypothesis; /* to be tried next, and which guess of it; or NULL */
    unsigned place;
    unsigned failures[KINDS];
};

/* Tries again what proved the last segment. */
const struct proof *search_again(struct search *search, struct engine *engine,
                                 const struct evidence *evidence);

/* Tries what the sequence numbers of both ends may have been: a few guesses, which may be new since
 * the last search. */
const struct proof *search_numbers(struct search *search, struct engine *engine,
                                   const struct evidence *evidence);

/* Tries the hypotheses that have few guesses, and the one that was proven last in the capture.
 * SEARCH is unchanged if that fails. */
const struct proof *search_few(struct search *search, struct engine *engine,
                               const struct evidence *evidence);

/* Tries every hypothesis, unless that was in vain too often for such segments. */
const struct proof *search_all(struct search *search, struct engine *engine,
                               const struct evidence *evidence);

/* Tries what proved the last segment KNOWN of, then the addresses, of which more may be known than
 * when EVIDENCE's segment came; no more if that failed too often for such segments. */
const struct proof *search_late(struct search *search, const struct search *known,
                                struct engine *engine, const struct evidence *evidence);

/* Appends the names of the causes that search_all() tries for segments signed with SIGNING, with
 * commas between them. */
void search_names(GString *text, enum signing signing);

#endif
