/* What two keys are to each other.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_OVERLAP_H
#define TCPAUTH_KEYS_OVERLAP_H

#include "key.h"

enum overlap {
    OVERLAP_NONE,     /* they serve different connections, or one follows the other */
    OVERLAP_SAME,     /* all but their names is equal */
    OVERLAP_CONFLICT, /* same connections, different secrets, and one validity period contains the
                       other, so this is not a key rollover */
};

/* Returns true if the secrets are equal, or if one is what ExaBGP 4 may take the other for: base64
 * of nothing but the digits 0 to f, decoded. A peering with ExaBGP needs a key for either. */
bool overlap_alike(const struct secret *one, const struct secret *other);

/* Returns the relation of two keys that both have a secret. */
enum overlap overlap_of(const struct key *key, const struct key *other);

/* Hash and compare keys by the connections that they serve, and how: a GHashFunc and a
 * GEqualFunc. Only equal keys can have a relation. */
guint overlap_hash(gconstpointer key);
gboolean overlap_equal(gconstpointer key, gconstpointer other);

/* Compares all that overlap_equal() and the secrets leave: times, preference, whether a signature
 * is required, chain and number. Returns a number below, equal to or above 0. */
gint overlap_compare(const struct key *key, const struct key *other);

#endif
