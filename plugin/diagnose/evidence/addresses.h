/* The addresses that could have been in a segment before they were translated (NAT).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_EVIDENCE_ADDRESSES_H
#define TCPAUTH_DIAGNOSE_EVIDENCE_ADDRESSES_H

#include "keys/keyring.h"

/* Those that the keyring names and those that the capture shows, each once. */
struct addresses;

struct addresses *addresses_new(void);

void addresses_free(struct addresses *addresses);

/* Adds all single addresses that the keys of RING name: their ends, and what these sign as. */
void addresses_configure(struct addresses *addresses, const struct keyring *ring);

/* Adds one that the capture shows. Of these only the first 1024 are kept. */
void addresses_see(struct addresses *addresses, const struct ip_address *address);

/* Returns the address at PLACE, from 0, or NULL if there are no more. */
const struct ip_address *addresses_at(const struct addresses *addresses, unsigned place);

#define FEW_ADDRESSES 64

/* Returns the same of a small choice, the first of either kind; PLACE is less than FEW_ADDRESSES,
 * and some may have none. */
const struct ip_address *addresses_chosen(const struct addresses *addresses, unsigned place);

#endif
