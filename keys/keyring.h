/* All keys at hand, and which of them could have signed a connection's segments.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_KEYRING_H
#define TCPAUTH_KEYS_KEYRING_H

#include "key.h"

/* One end of a connection. */
struct end {
    struct ip_address address;
    uint16_t port;
};

struct keyring;

struct keyring *keyring_new(void);

/* Frees all keys with it; NULL is ignored. */
void keyring_free(struct keyring *ring);

/* Takes KEY over, which has a secret or says why it has none. */
void keyring_add(struct keyring *ring, struct key *key);

unsigned keyring_size(const struct keyring *ring);

/* The key at PLACE, from 0, in the order in which they were added. */
const struct key *keyring_key(const struct keyring *ring, unsigned place);

/* Fills KEYS, which is empty, with those (const struct key *, owned by RING) whose ends and port
 * fit a connection between A and B, in either order: most specific first; of these, one that names
 * the port before one that does not, then the one whose validity began last, then the one added
 * first. Validity is not looked at, so that the answer holds for the whole connection. The cost
 * depends on the number of different prefix lengths in RING, not on the number of keys. */
void keyring_candidates(const struct keyring *ring, const struct end *a, const struct end *b,
                        GPtrArray *keys);

#endif
