/* Lists of candidates, shared by connections.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_SHORTLISTS_H
#define TCPAUTH_KEYS_SHORTLISTS_H

#include "keyring.h"

/* The keys that could have signed the segments of a connection, most specific first: see
 * keyring_candidates(). */
struct candidates {
    const struct key *const *keys;
    unsigned count;
    bool locked; /* a keyring could not be decrypted and may have other keys */
};

/* One list for each class of connections, up to a limit. */
struct shortlists;

/* Returns shortlists for the keys of RING, which must outlive them and must not change. LOCKED is
 * that of all candidates. Free with shortlists_free(). */
struct shortlists *shortlists_new(const struct keyring *ring, bool locked);

/* Frees SHORTLISTS. Does nothing if SHORTLISTS is NULL. */
void shortlists_free(struct shortlists *shortlists);

/* Returns the candidates between A and B. Owned by SHORTLISTS and valid until shortlists_edition()
 * changes. */
const struct candidates *shortlists_between(struct shortlists *shortlists, const struct end *a,
                                            const struct end *b);

/* Returns a number that increases whenever the lists are dropped, before they take too much memory.
 * It is never 0. */
unsigned shortlists_edition(const struct shortlists *shortlists);

#endif
