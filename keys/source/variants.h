/* The variants of several keys, each made once: to make them costs more than to try them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_SOURCE_VARIANTS_H
#define TCPAUTH_KEYS_SOURCE_VARIANTS_H

#include "variant.h"

struct variants;

/* Returns an empty store, which keeps the variants of the first MOST keys. Free with
 * variants_free(). */
struct variants *variants_new(unsigned most);

/* Frees VARIANTS and wipes the secrets. Does nothing if VARIANTS is NULL. */
void variants_free(struct variants *variants);

/* Returns what variant_of() returns. VARIANTS knows a key by its address, so KEY must not change or
 * be freed before the last call. */
struct secret *variants_of(struct variants *variants, const struct key *key, unsigned number,
                           const char **difference);

#endif
