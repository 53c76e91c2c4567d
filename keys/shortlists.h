/* Lists of candidates that connections share.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_SHORTLISTS_H
#define TCPAUTH_KEYS_SHORTLISTS_H

#include "keyring.h"

/* One list for each class of connections, within a limit. */
struct shortlists;

/* Returns shortlists of the keys in RING, which must outlive them and must not change. Free with
 * shortlists_free(). */
struct shortlists *shortlists_new(const struct keyring *ring);

/* Does nothing if SHORTLISTS is NULL. */
void shortlists_free(struct shortlists *shortlists);

/* Returns the candidates (const struct key *) between A and B, as keyring_candidates() orders them.
 * The result is owned by SHORTLISTS and valid as long as shortlists_edition() stays the same. */
const GPtrArray *shortlists_between(struct shortlists *shortlists, const struct end *a,
                                    const struct end *b);

/* Returns a number that rises whenever the lists of SHORTLISTS are dropped, as they are before they
 * take too much memory. It is never 0. */
unsigned shortlists_edition(const struct shortlists *shortlists);

#endif
