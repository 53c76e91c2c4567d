/* A set of keys, and which of them could have signed a connection's segments.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_KEYRING_H
#define TCPAUTH_KEYS_KEYRING_H

#include "isns.h"
#include "key.h"

struct keyring;

struct keyring *keyring_new(void);

/* Frees RING with all keys. Does nothing if RING is NULL. */
void keyring_free(struct keyring *ring);

/* Adds KEY and takes ownership of it. KEY must have a secret or a reason for having none. Its ends
 * and its port must not change from then on. */
void keyring_add(struct keyring *ring, struct key *key);

unsigned keyring_size(const struct keyring *ring);

/* Returns how many keys of RING can verify a signature: those whose secret is known. */
unsigned keyring_usable(const struct keyring *ring);

/* Returns the key at index INDEX, counting from 0, in the order of addition. Owned by RING. */
const struct key *keyring_key(const struct keyring *ring, unsigned index);

/* Adds to KEYS, which must be empty, the keys (const struct key *, owned by RING) whose ends and
 * port match a connection between A and B, in either order. The most specific keys come first;
 * among equally specific ones, a key with a port before one without, then the key whose validity
 * began last, then the one added first. Validity is ignored, so the result is right for the whole
 * connection. The cost depends on the number of prefixes of RING that contain A and B, at most one
 * of each length, and on the number of keys found. */
void keyring_candidates(const struct keyring *ring, const struct end *a, const struct end *b,
                        GPtrArray *keys);

/* The properties of a connection's ends that determine its candidates: the longest prefix of a
 * keyring that contains each end, and the ports, if keys name them. */
struct keyring_class {
    uintptr_t prefixes[2]; /* identities; 0 if there is none */
    uint16_t ports[2];     /* KEY_ANY_PORT if no key names it */
};

/* Returns the class of the connections between A and B, in either order. Connections of one class
 * have the same candidates until a key is added to RING. */
struct keyring_class keyring_class_of(const struct keyring *ring, const struct end *a,
                                      const struct end *b);

/* Returns the initial sequence numbers that belong to RING, to which more may be added. Owned by
 * RING. */
struct isns *keyring_isns(const struct keyring *ring);

#endif
