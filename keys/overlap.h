/* The relation of two keys.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_OVERLAP_H
#define TCPAUTH_KEYS_OVERLAP_H

#include "key.h"

enum overlap {
    OVERLAP_NONE,     /* they apply to different connections, or at different times */
    OVERLAP_SAME,     /* they are equal in everything but their names */
    OVERLAP_CONFLICT, /* same connections, different secrets, and one validity period contains the
                       other, so this is not a key rollover */
    OVERLAP_WIDE, /* likewise, but many pairs of hosts have these ends, and each may use one of the
                     two keys: the ends are networks, any address, or link-local, or the keys have
                     different routing instances */
};

/* Returns true if the secrets are equal, or if one is what ExaBGP 4 may read the other as: base64
 * text that consists only of hexadecimal digits, decoded. A peering with ExaBGP needs a key for
 * either. */
bool overlap_alike(const struct secret *one, const struct secret *other);

/* Returns the relation of two keys, which must both have a secret. */
enum overlap overlap_of(const struct key *key, const struct key *other);

/* Usable as GHashFunc and GEqualFunc. They identify the connections to which a key applies, and
 * how. Only keys that are equal for them can have a relation. */
guint overlap_hash(gconstpointer key);
gboolean overlap_equal(gconstpointer key, gconstpointer other);

/* Compares what overlap_equal() and the secrets omit: times, preference, whether a signature is
 * required, chain, number and routing instance. Returns a number below, equal to or above 0. */
gint overlap_compare(const struct key *key, const struct key *other);

#endif
