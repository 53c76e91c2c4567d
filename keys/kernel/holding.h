/* The keys that the sockets of one network namespace hold.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_KERNEL_HOLDING_H
#define TCPAUTH_KEYS_KERNEL_HOLDING_H

#include "answer.h"

struct holding;

/* Returns a holding for the namespace NAME, or for this process's own if NAME is NULL. Free with
 * holding_free(). */
struct holding *holding_new(const char *name);
void holding_free(struct holding *holding);

/* Adds the keys of a socket. Returns how many are malformed. */
unsigned holding_add(struct holding *holding, const struct answer *answer);

/* Adds the keys to RING, each once: a connection's key that its listener holds, too, is the
 * listener's. */
void holding_hand_over(const struct holding *holding, struct keyring *ring);

#endif
