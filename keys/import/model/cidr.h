/* An address with the length of its network behind it, as routers write both: "192.0.2.1/24".
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_MODEL_CIDR_H
#define TCPAUTH_KEYS_IMPORT_MODEL_CIDR_H

#include "keys/address.h"
#include "keys/import/text/statement.h"

struct cidr {
    struct ip_address address;
    unsigned bits; /* the length of the network */
};

/* Reads TEXT, an address with or without a prefix length; without one, the address is a network of
 * its own. Returns false if TEXT is no address. */
bool cidr_parse(const char *text, struct cidr *cidr);

/* Returns the network that the address is in. */
struct prefix cidr_network(const struct cidr *cidr);

/* Sets ADDRESS to the other end of a link with room for two routers, a network of 31 or 30 bits.
 * Returns false if CIDR is no such network. */
bool cidr_far_end(const struct cidr *cidr, struct ip_address *address);

#endif
