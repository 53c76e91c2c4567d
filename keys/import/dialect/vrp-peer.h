/* What Huawei VRP and HPE Comware say of peers and peer groups.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_VRP_PEER_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_VRP_PEER_H

#include "keys/import/model/neighbors.h"
#include "keys/import/text/statement.h"

/* Tells NEIGHBORS what STATEMENT says of one in the VPN instance VRF, which may be empty. What it
 * says of the password becomes the neighbor's password, a statement that must outlive it. */
void vrp_peer_read(struct neighbors *neighbors, struct word vrf, const struct statement *statement);

/* Returns the index of the verb in "peer NAME VERB ...", whose first word is at INDEX; behind NAME
 * may stand the length of a prefix. */
unsigned vrp_verb(const struct statement *statement, unsigned index);

#endif
