/* The addresses that a configuration gives its router's interfaces: where sessions begin that are
 * told to begin at an interface.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_MODEL_INTERFACES_H
#define TCPAUTH_KEYS_IMPORT_MODEL_INTERFACES_H

#include "cidr.h"
#include "keys/import/text/statement.h"

struct interfaces;

struct interfaces *interfaces_new(void);
void interfaces_free(struct interfaces *interfaces);

/* Notes that interface NAME has the address CIDR, text like "192.0.2.1/24". Ignores what is no
 * address ("dhcp"). */
void interfaces_add(struct interfaces *interfaces, const char *name, const char *cidr);

/* Returns the name of an interface in one spelling: "Loopback 0" is "loopback0". Free with
 * g_free(). */
char *interface_name(struct word words);

/* Adds to INTERFACES the address of interface NAME in LINE: "ip address 192.0.2.1/24"; other lines
 * are ignored. */
void interfaces_read_line(struct interfaces *interfaces, const char *name,
                          const struct statement *line);

/* Adds to INTERFACES the addresses in the lines of the block INTERFACE. */
void interfaces_read(struct interfaces *interfaces, const struct statement *interface);

/* Returns the address from which the router talks to PEER if SOURCE says where its sessions begin,
 * itself an address or an interface's name: of an interface's addresses the one of PEER's family
 * that shares most leading bits with it. Every address ("*") if that is not known. */
struct prefix interfaces_source(const struct interfaces *interfaces, const char *source,
                                const struct prefix *peer);

/* Returns the address of the router at the other end of interface NAME, if its network has but
 * two. */
bool interfaces_far_end(const struct interfaces *interfaces, const char *name,
                        struct ip_address *address);

#endif
