/* Keys found by name and by whom they serve.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_CATALOGUE_H
#define TCPAUTH_CLI_CATALOGUE_H

#include "keys/overlap.h"

struct catalogue;

struct catalogue *catalogue_new(void);
void catalogue_free(struct catalogue *catalogue);

/* Adds KEY, which stays the caller's and must outlive CATALOGUE. */
void catalogue_add(struct catalogue *catalogue, const struct key *key);

/* Returns the first key of that name, or NULL. */
const struct key *catalogue_named(const struct catalogue *catalogue, const char *name);

/* Returns a key that is the same as KEY, which has a secret; else one that is its rival; else NULL.
 * Their relation goes to RELATION. */
const struct key *catalogue_related(const struct catalogue *catalogue, const struct key *key,
                                    enum overlap *overlap);

#endif
