/* The traffic keys that were derived lately: to derive one costs more than to compute a MAC with
 * it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_TRAFFIC_KEYS_H
#define TCPAUTH_VERIFY_TRAFFIC_KEYS_H

#include "traffic-key.h"

struct traffic_keys;

/* Returns a new store of MOST traffic keys, at least 1. Free with traffic_keys_free(). */
struct traffic_keys *traffic_keys_new(unsigned most);

/* Frees KEYS and wipes all that it holds; NULL is ignored. */
void traffic_keys_free(struct traffic_keys *keys);

/* Returns a handle with the traffic key that KEY, which has a secret, gives in CONTEXT. It is owned
 * by KEYS and valid until the next call. Returns NULL if libgcrypt lacks or forbids the algorithm.
 * KEY is told by its address, so it must outlive KEYS. */
struct mac *traffic_keys_find(struct traffic_keys *keys, const struct key *key,
                              const struct traffic_context *context);

/* Returns a handle with the traffic key that MASTER_KEY gives in CONTEXT, which is not kept: it
 * costs several times as much as one that is. Returns NULL as traffic_keys_find() does. Free with
 * mac_free(). */
struct mac *traffic_key_derive(enum key_algorithm algorithm, const struct secret *master_key,
                               const struct traffic_context *context);

#endif
