/* Reads what the statements of FRR and Quagga say of neighbors.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_FRR_NEIGHBOR_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_FRR_NEIGHBOR_H

#include "keys/import/model/neighbors.h"
#include "keys/import/text/statement.h"

/* The characters of a password. What is longer is refused for BGP and MSDP, cut off for LDP. */
#define FRR_LONGEST     80
#define FRR_LDP_LONGEST 79

/* Read a statement of the protocol's section into NEIGHBORS, whose passwords are the statements
 * (const struct statement *) that end with them. */
void frr_read_bgp(const struct statement *statement, struct neighbors *neighbors,
                  const char *instance, const struct import *import);
void frr_read_msdp(const struct statement *statement, struct neighbors *neighbors,
                   const char *instance, const struct import *import);

/* Reads a statement of LDP's section. Its neighbors are named by their router ids: IPv4
 * addresses, and most often those that they use. */
void frr_read_ldp(const struct statement *statement, struct neighbors *neighbors,
                  const struct import *import);

#endif
