/* All keys at hand, and which of them could have signed a connection's segments.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_KEYRING_H
#define TCPAUTH_KEYS_KEYRING_H

#include "isns.h"
#include "key.h"

struct keyring;

struct keyring *keyring_new(void);

/* Frees all keys with it; NULL is ignored. */
void keyring_free(struct keyring *ring);

/* Takes ownership of KEY, which has a secret or says why it has none. Its ends and its port must
 * not change from then on. */
void keyring_add(struct keyring *ring, struct key *key);

unsigned keyring_size(const struct keyring *ring);

/* Returns the key at PLACE, from 0, in the order in which they were added. */
const struct key *keyring_key(const struct keyring *ring, unsigned place);

/* Fills KEYS, which is empty, with those (const struct key *, owned by RING) whose ends and port
 * fit a connection between A and B, in either order: most specific first; of these, one that names
 * the port before one that does not, then the one whose validity began last, then the one added
 * first. Validity is not looked at, so that the answer holds for the whole connection. The cost
 * depends on the number of prefixes of RING that A and B are in, at most one of each length, and on
 * the number of keys found. */
void keyring_candidates(const struct keyring *ring, const struct end *a, const struct end *b,
                        GPtrArray *keys);

/* All of a connection's ends that its candidates depend on: the longest prefix of a keyring that
 * each end is in, and the ports that keys name. */
struct keyring_class {
    uintptr_t prefixes[2]; /* identities; 0 if there is none */
    uint16_t ports[2];     /* KEY_ANY_PORT if no key names it */
};

/* Returns the class of the connections like that between A and B, in either order. Connections of
 * one class have the same candidates, as long as no key is added to RING. */
struct keyring_class keyring_class_of(const struct keyring *ring, const struct end *a,
                                      const struct end *b);

/* Returns the initial sequence numbers that stand beside the keys of RING, which owns them. More
 * may be added to them. */
struct isns *keyring_isns(const struct keyring *ring);

#endif
