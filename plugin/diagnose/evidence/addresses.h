/* The addresses that a segment may have had before NAT changed them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_EVIDENCE_ADDRESSES_H
#define TCPAUTH_DIAGNOSE_EVIDENCE_ADDRESSES_H

#include "keys/keyring.h"

/* The addresses that the keyring names or the capture shows, each once. */
struct addresses;

struct addresses *addresses_new(void);

void addresses_free(struct addresses *addresses);

/* Adds all single addresses that the keys of RING name: as ends, and as what these sign as. */
void addresses_configure(struct addresses *addresses, const struct keyring *ring);

/* Adds ADDRESS, which the capture shows. The first 1024 such addresses are kept. */
void addresses_see(struct addresses *addresses, const struct ip_address *address);

/* Returns the address at index INDEX, counting from 0; NULL if there are no more. */
const struct ip_address *addresses_at(const struct addresses *addresses, unsigned index);

#define FEW_ADDRESSES 64

/* Returns one of a small choice, the first addresses of either kind. INDEX must be less than
 * FEW_ADDRESSES. Returns NULL if there is none at INDEX; there may be one at a greater INDEX. */
const struct ip_address *addresses_chosen(const struct addresses *addresses, unsigned index);

/* Returns the number from which on addresses_chosen() has none, at most FEW_ADDRESSES. */
unsigned addresses_choice(const struct addresses *addresses);

#endif
