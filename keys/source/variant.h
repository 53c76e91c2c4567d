/* Secrets that result from typing, pasting or storing a secret wrongly.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_SOURCE_VARIANT_H
#define TCPAUTH_KEYS_SOURCE_VARIANT_H

#include "keys/key.h"

/* Returns the number of variants that a secret may have. */
unsigned variant_count(void);

/* Returns variant NUMBER, below variant_count(), of KEY's secret, which must exist. Returns NULL if
 * there is no such variant, or if it equals the secret. Sets *DIFFERENCE to a static string on how
 * it differs. Free with secret_free(). */
struct secret *variant_of(const struct key *key, unsigned number, const char **difference);

/* Returns a static string on how SECRET differs from KEY's, or NULL if it is not a variant. */
const char *variant_difference(const struct key *key, const struct secret *secret);

#endif
