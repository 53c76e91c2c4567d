/* The traffic keys of TCP-AO, RFC 5925 section 5.2: a connection has one for each direction, and
 * others for its SYNs. They are secrets as their master keys are.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_TRAFFIC_KEY_H
#define TCPAUTH_VERIFY_TRAFFIC_KEY_H

#include "mac.h"

#include "keys/key.h"

/* The direction of a segment: FROM is its sender. A SYN without ACK has a destination ISN of 0. */
struct traffic_context {
    struct ip_address from, to; /* of the pseudo-header, of one family */
    uint16_t from_port, to_port;
    uint32_t from_isn, to_isn; /* initial sequence numbers */
    unsigned derivation; /* 0; another row of kdf_derivations for a signer that derives wrongly */
};

/* Returns true if both give a master key the same traffic key. */
bool traffic_context_equal(const struct traffic_context *a, const struct traffic_context *b);

/* Exchanges the addresses and ports of both ends, but not the ISNs. */
void traffic_context_turn(struct traffic_context *context);

struct traffic_key {
    enum key_algorithm algorithm;
    size_t length;
    uint8_t bytes[MAC_MAX_LENGTH];
};

/* Returns the function that computes the MACs of ALGORITHM, which must be one of TCP-AO. */
enum mac_function traffic_key_function(enum key_algorithm algorithm);

/* Returns a handle that computes MACs with KEY, or NULL as mac_new() does. It is meant to be kept
 * for all segments that have this traffic key. Free with mac_free(). */
struct mac *traffic_key_open(const struct traffic_key *key);

void traffic_key_wipe(struct traffic_key *key);

#endif
