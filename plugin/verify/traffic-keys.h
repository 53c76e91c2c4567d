/* The traffic keys used last: deriving one costs more than computing a MAC with it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_TRAFFIC_KEYS_H
#define TCPAUTH_VERIFY_TRAFFIC_KEYS_H

#include "traffic-key.h"

struct traffic_keys;

/* Returns a new store for up to MOST traffic keys, at least 1. Free with traffic_keys_free(). */
struct traffic_keys *traffic_keys_new(unsigned most);

/* Frees KEYS and wipes the traffic keys. Does nothing if KEYS is NULL. */
void traffic_keys_free(struct traffic_keys *keys);

/* Returns a handle with the traffic key of KEY, which has a secret, in CONTEXT. Owned by KEYS and
 * valid until the next call. Returns NULL if libgcrypt lacks or forbids the algorithm. A key is
 * identified by its address, so KEY must outlive KEYS. */
struct mac *traffic_keys_find(struct traffic_keys *keys, const struct key *key,
                              const struct traffic_context *context);

/* Returns a handle with the traffic key of MASTER_KEY for ALGORITHM in CONTEXT. Each call derives
 * the key again, at several times the cost of a lookup. Owned by KEYS and valid until the next
 * call. Returns NULL as traffic_keys_find() does. */
struct mac *traffic_keys_derive(struct traffic_keys *keys, enum key_algorithm algorithm,
                                const struct secret *master_key,
                                const struct traffic_context *context);

#endif
