/* The keys held by the sockets of one network namespace.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_KERNEL_HOLDING_H
#define TCPAUTH_KEYS_KERNEL_HOLDING_H

#include "answer.h"

struct holding;

/* Returns an empty holding for the namespace NAME, or for that of this process if NAME is NULL.
 * Free with holding_free(). */
struct holding *holding_new(const char *name);
void holding_free(struct holding *holding);

/* Adds the keys in ANSWER. Returns how many of them are malformed. */
unsigned holding_add(struct holding *holding, const struct answer *answer);

/* Adds the keys to RING, each once. If a connection and its listener have the same key, adds only
 * the listener's. */
void holding_hand_over(const struct holding *holding, struct keyring *ring);

#endif
