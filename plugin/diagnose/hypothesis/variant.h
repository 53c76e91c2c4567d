/* What comes of typing, pasting or storing a secret wrongly.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_HYPOTHESIS_VARIANT_H
#define TCPAUTH_DIAGNOSE_HYPOTHESIS_VARIANT_H

#include "keys/secret.h"

/* Returns how many variants a secret may have. */
unsigned variant_count(void);

/* Returns variant NUMBER, below variant_count(), of SECRET, or NULL if that is no other secret than
 * SECRET. Sets *DIFFERENCE to static words for how it differs. Free with secret_free(). */
struct secret *variant_of(const struct secret *secret, unsigned number, const char **difference);

#endif
