/* Addresses and networks as routers write them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_MODEL_PEER_H
#define TCPAUTH_KEYS_IMPORT_MODEL_PEER_H

#include "keys/address.h"

/* An address followed by the prefix length of its network: "192.0.2.1/24". */
struct cidr {
    struct ip_address address;
    unsigned bits; /* the length of the network */
};

/* Reads TEXT, an address with or without a prefix length. Without one, the network is the single
 * address. Returns false if TEXT is not an address. */
bool cidr_parse(const char *text, struct cidr *cidr);

/* Sets ADDRESS to the other router on a link for two routers, an IPv4 network of 31 or 30 bits.
 * Returns false if CIDR is not an address of a router on such a link. */
bool cidr_far_end(const struct cidr *cidr, struct ip_address *address);

/* Reads an address or a prefix. Drops the zone of an IPv6 address ("fe80::1%eth0") and the bits
 * after a prefix. Returns false if TEXT is neither; PEER is then unchanged. */
bool peer_parse(const char *text, struct prefix *peer);

/* Returns the router's end of sessions with PEER, where TEXT is its address. Returns every address
 * ("*") if TEXT is not an address, is the unspecified address or is of the other family. */
struct prefix peer_source(const char *text, const struct prefix *peer);

#endif
