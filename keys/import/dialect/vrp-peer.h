/* Reads the statements about peers and peer groups in Huawei VRP and HPE Comware.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_VRP_PEER_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_VRP_PEER_H

#include "keys/import/model/neighbors.h"
#include "keys/import/text/statement.h"

/* Reads STATEMENT about a peer in the VPN instance VRF, which may be empty, into NEIGHBORS. A
 * statement with a password becomes the neighbor's password and must outlive NEIGHBORS. */
void vrp_peer_read(struct neighbors *neighbors, struct word vrf, const struct statement *statement);

/* Returns the index of the verb in "peer NAME VERB ...", whose first word is at INDEX; the length
 * of a prefix may follow NAME. */
unsigned vrp_verb(const struct statement *statement, unsigned index);

/* Returns the index of the word after the first WORD in STATEMENT, or 0 if there is none. */
unsigned vrp_word_after(const struct statement *statement, const char *word);

/* Sets the source of PEER, as in "connect-interface LoopBack0 192.0.2.1", "connect-interface
 * LoopBack0" or "source-address A". VERB is the index of the first of these words. */
void vrp_set_source(struct neighbor *peer, const struct statement *statement, unsigned verb);

#endif
