/* The addresses of a router's interfaces. They are the local addresses of sessions whose
 * configuration names an interface as their source.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_MODEL_INTERFACES_H
#define TCPAUTH_KEYS_IMPORT_MODEL_INTERFACES_H

#include "peer.h"
#include "keys/import/text/statement.h"

struct interfaces;

struct interfaces *interfaces_new(void);
void interfaces_free(struct interfaces *interfaces);

/* Records that interface NAME has the address CIDR, text like "192.0.2.1/24". Does nothing if CIDR
 * is not an address ("dhcp"). */
void interfaces_add(struct interfaces *interfaces, const char *name, const char *cidr);

/* Returns the name of an interface in a uniform spelling: "loopback0" for "Loopback 0". Free with
 * g_free(). */
char *interface_name(struct word words);

/* Adds to INTERFACES the address of interface NAME in LINE, such as "ip address 192.0.2.1/24",
 * which replaces the others of an IPv4 interface if it has a mask. Removes it, or all of its
 * family, if LINE is "no ip address" or the like. Ignores other lines. */
void interfaces_read_line(struct interfaces *interfaces, const char *name,
                          const struct statement *line);

/* If STATEMENT is the block of an interface, reads its lines, or its own line, into INTERFACES. If
 * it removes an interface, as "no interface NAME" does, removes the addresses of that one. */
void interfaces_read(struct interfaces *interfaces, const struct statement *statement);

/* Returns the router's own address in sessions with PEER. SOURCE is an address or the name of an
 * interface. If the interface has several addresses, returns the one of PEER's family that shares
 * most leading bits with PEER, the first added of several. Returns every address ("*") if there is
 * none, or if there are more than 128, which no real interface has. */
struct prefix interfaces_source(const struct interfaces *interfaces, const char *source,
                                const struct prefix *peer);

/* Sets ADDRESS to the address of the router at the other end of interface NAME. Returns false if
 * the interface has no network for exactly two routers. */
bool interfaces_far_end(const struct interfaces *interfaces, const char *name,
                        struct ip_address *address);

#endif
