/* Reads the statements about neighbors in FRR and Quagga.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_FRR_NEIGHBOR_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_FRR_NEIGHBOR_H

#include "keys/import/model/neighbors.h"
#include "keys/import/text/statement.h"

/* The most characters of a password. FRR refuses longer ones for BGP and MSDP, and truncates them
 * for LDP. */
#define FRR_LONGEST     80
#define FRR_LDP_LONGEST 79

/* Read a statement of the protocol's section into NEIGHBORS. A neighbor's password is the statement
 * (const struct statement *) with it, which must outlive NEIGHBORS. */
void frr_read_bgp(const struct statement *statement, struct neighbors *neighbors,
                  const char *instance, const struct import *import);
void frr_read_msdp(const struct statement *statement, struct neighbors *neighbors,
                   const char *instance, const struct import *import);

/* Reads PCE, "pce NAME" or "pce-config NAME", with the lines below it. A PCE inherits from the
 * configuration that it names. Returns its neighbor, or NULL if it has no address. */
struct neighbor *frr_read_pce(const struct statement *pce, struct neighbors *neighbors);

/* Reads a statement of LDP's section. Its neighbors' names are their router IDs: IPv4 addresses,
 * usually those that their sessions use. */
void frr_read_ldp(const struct statement *statement, struct neighbors *neighbors,
                  const struct import *import);

#endif
