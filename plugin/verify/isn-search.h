/* The search for the initial sequence numbers (ISNs) of a connection without a captured handshake.
 * The MAC of a segment proves them; a young connection has sent so little that they can be guessed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_ISN_SEARCH_H
#define TCPAUTH_VERIFY_ISN_SEARCH_H

#include "amounts.h"
#include "flow.h"
#include "isn-sample.h"

/* Returns true if a MAC of LENGTH octets proves one among millions of guesses, so that no second
 * segment is needed. */
bool isn_search_proves(size_t length);

/* With which of a connection's keys ISNs are searched. */
enum isn_keys {
    ISN_KEYS_CONFIGURED, /* those with the segment's KeyID */
    ISN_KEYS_OTHERWISE,  /* the same with other common algorithms, and those with other KeyIDs */
};

/* A search; each thread needs its own. */
struct isn_search;

/* Returns a search with SAMPLE and KEYS. If WITNESS, of the same connection, is not NULL, it must
 * confirm the result. The search copies what it needs from both and from the keys of FLOW. Returns
 * NULL if no key could have signed SAMPLE, or if both ISNs have verified. Free with
 * isn_search_free(). */
struct isn_search *isn_search_new(const struct isn_sample *sample, const struct isn_sample *witness,
                                  const struct flow *flow, enum isn_keys keys);

/* Frees SEARCH and wipes its keys. Does nothing if SEARCH is NULL. */
void isn_search_free(struct isn_search *search);

/* Returns true if SEARCH knows one ISN, so that its tiers must have only one amount. */
bool isn_search_is_alone(const struct isn_search *search);

/* Returns the cost of a guess: for each key about the time that it takes, in that of a key of
 * HMAC-SHA-1 that tries many at once (see ao-lanes.h). */
unsigned isn_search_cost(const struct isn_search *search);

/* Tries all guesses in ROW. Returns true if one verifies, and stores it in *TERMS, for the sender
 * and the receiver of the sample. */
bool isn_search_try(struct isn_search *search, const struct amounts *row, struct ao_terms *terms);

#endif
