/* Keys that serve the same connections, found by when they are valid.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_TIMELINE_H
#define TCPAUTH_CLI_TIMELINE_H

#include "keys/key.h"

struct timeline;

struct timeline *timeline_new(void);
void timeline_free(struct timeline *timeline);

/* Adds KEY, which has a secret, stays the caller's and must outlive TIMELINE. */
void timeline_add(struct timeline *timeline, const struct key *key);

/* Returns a key with another secret than KEY's that is valid the whole time that KEY is, or KEY the
 * whole time that it is, or NULL if there is none. The cost grows with the square of the logarithm
 * of their number, and so does that of adding one, on average. */
const struct key *timeline_rival(const struct timeline *timeline, const struct key *key);

#endif
