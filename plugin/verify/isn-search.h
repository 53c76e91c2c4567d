/* The search for the initial sequence numbers (ISNs) of a connection whose handshake is missing:
 * the MAC of a segment proves them, and a young connection has sent so little that they can be
 * guessed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_ISN_SEARCH_H
#define TCPAUTH_VERIFY_ISN_SEARCH_H

#include "amounts.h"
#include "flow.h"
#include "isn-sample.h"

/* Returns true if MACs of LENGTH octets prove what they fit among millions of guesses, so that no
 * second segment is needed. */
bool isn_search_proves(size_t length);

/* What one thread searches with. */
struct isn_search;

/* Returns a search with SAMPLE, which WITNESS, of the same connection, must confirm unless it is
 * NULL. It copies what it needs of both and of the keys of FLOW. Returns NULL if no key could have
 * signed SAMPLE, or if both ISNs have verified. Free with isn_search_free(). */
struct isn_search *isn_search_new(const struct isn_sample *sample, const struct isn_sample *witness,
                                  const struct flow *flow);

/* Frees SEARCH and wipes its keys; NULL is ignored. */
void isn_search_free(struct isn_search *search);

/* Returns true if one ISN is known to SEARCH, so that its tiers are of one amount. */
bool isn_search_is_alone(const struct isn_search *search);

/* Returns how many keys each guess is tried with. */
unsigned isn_search_keys(const struct isn_search *search);

/* Tries all guesses of ROW. If one verifies, stores what it is in *TERMS, for the sender and the
 * receiver of the sample, and returns true. */
bool isn_search_try(struct isn_search *search, const struct amounts *row, struct ao_terms *terms);

#endif
