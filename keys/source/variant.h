/* What comes of typing, pasting or storing a secret wrongly.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_SOURCE_VARIANT_H
#define TCPAUTH_KEYS_SOURCE_VARIANT_H

#include "keys/key.h"

/* Returns how many variants a key's secret may have. */
unsigned variant_count(void);

/* Returns variant NUMBER, below variant_count(), of the secret of KEY, which has one, or NULL if
 * that is no other secret. Sets *DIFFERENCE to static words for how it differs. Free with
 * secret_free(). */
struct secret *variant_of(const struct key *key, unsigned number, const char **difference);

/* Returns static words for how SECRET differs from that of KEY, or NULL if it is no variant. */
const char *variant_difference(const struct key *key, const struct secret *secret);

#endif
