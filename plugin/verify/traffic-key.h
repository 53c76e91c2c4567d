/* The traffic keys of TCP-AO, RFC 5925 section 5.2: a connection has one for each direction, and
 * others for its SYNs. They are as secret as their master keys.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_TRAFFIC_KEY_H
#define TCPAUTH_VERIFY_TRAFFIC_KEY_H

#include "mac.h"

#include "keys/key.h"

/* The input of a traffic key: one direction of a connection, FROM being the sender. The destination
 * ISN of a SYN without ACK is 0. */
struct traffic_context {
    struct ip_address from, to; /* of the pseudo-header, of one address family */
    uint16_t from_port, to_port;
    uint32_t from_isn, to_isn; /* initial sequence numbers */
    unsigned derivation; /* row of kdf_derivations: 0, or another for a signer that derives keys
                            wrongly */
};

/* Returns true if a master key gives A and B the same traffic key. */
bool traffic_context_equal(const struct traffic_context *a, const struct traffic_context *b);

/* Exchanges the addresses and the ports of the two ends, but not the ISNs. */
void traffic_context_turn(struct traffic_context *context);

struct traffic_key {
    enum key_algorithm algorithm;
    size_t length;
    uint8_t bytes[MAC_MAX_LENGTH];
};

/* Returns the MAC function of ALGORITHM, which must be one of TCP-AO. */
enum mac_function traffic_key_function(enum key_algorithm algorithm);

/* Returns a handle that computes MACs with KEY, or NULL as mac_new() does. Keep it for all segments
 * with this traffic key. Free with mac_free(). */
struct mac *traffic_key_open(const struct traffic_key *key);

void traffic_key_wipe(struct traffic_key *key);

#endif
