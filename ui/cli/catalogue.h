/* Finds keys by name and by the connections to which they apply.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_CATALOGUE_H
#define TCPAUTH_CLI_CATALOGUE_H

#include "keys/overlap.h"

struct catalogue;

struct catalogue *catalogue_new(void);
void catalogue_free(struct catalogue *catalogue);

/* Adds KEY, which is not copied and must outlive CATALOGUE. */
void catalogue_add(struct catalogue *catalogue, const struct key *key);

/* Returns the first key named NAME, or NULL. */
const struct key *catalogue_named(const struct catalogue *catalogue, const char *name);

/* Returns a key that equals KEY, which has a secret; if there is none, a key that conflicts with
 * it; otherwise NULL. Sets *OVERLAP to the relation of the two. */
const struct key *catalogue_related(const struct catalogue *catalogue, const struct key *key,
                                    enum overlap *overlap);

#endif
