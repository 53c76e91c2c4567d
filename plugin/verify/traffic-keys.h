/* The traffic keys that were derived lately: to derive one costs more than to compute a MAC with
 * it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_TRAFFIC_KEYS_H
#define TCPAUTH_VERIFY_TRAFFIC_KEYS_H

#include "traffic-key.h"

/* At most 1,024 traffic keys, whatever connections there are. */
struct traffic_keys;

/* Returns a new store. Free with traffic_keys_free(). */
struct traffic_keys *traffic_keys_new(void);

/* Frees KEYS and wipes all that it holds; NULL is ignored. */
void traffic_keys_free(struct traffic_keys *keys);

/* Returns a handle with the traffic key that KEY, which has a secret, gives in CONTEXT. It is owned
 * by KEYS and valid until the next call. Returns NULL if libgcrypt lacks or forbids the algorithm.
 * KEY is told by its address, so it must outlive KEYS. */
struct mac *traffic_keys_find(struct traffic_keys *keys, const struct key *key,
                              const struct traffic_context *context);

#endif
