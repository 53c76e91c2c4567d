/* Finds keys for the same connections by their validity.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_TIMELINE_H
#define TCPAUTH_CLI_TIMELINE_H

#include "keys/key.h"

struct timeline;

struct timeline *timeline_new(void);
void timeline_free(struct timeline *timeline);

/* Adds KEY, which has a secret, is not copied, and must outlive TIMELINE. */
void timeline_add(struct timeline *timeline, const struct key *key);

/* Returns a key with another secret than KEY's such that the validity of one of the two contains
 * that of the other, or NULL. This takes time in proportion to the square of the logarithm of the
 * number of keys, and so does adding one, on average. */
const struct key *timeline_conflict(const struct timeline *timeline, const struct key *key);

#endif
