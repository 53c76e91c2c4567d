/* An address with the length of its network behind it, as routers write both: "192.0.2.1/24".
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_CIDR_H
#define TCPAUTH_KEYS_IMPORT_CIDR_H

#include "keys/address.h"
#include "statement.h"

struct cidr {
    struct ip_address address;
    unsigned bits; /* the length of the network */
};

/* Without a length behind it an address is a network of its own. False if TEXT is no address. */
bool cidr_parse(const char *text, struct cidr *cidr);

/* The network that the address is in. */
struct prefix cidr_network(const struct cidr *cidr);

/* The one other address of a link with room for two routers: a network of 31 or 30 bits. False if
 * it is no such network. */
bool cidr_far_end(const struct cidr *cidr, struct ip_address *address);

#endif
