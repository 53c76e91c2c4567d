/* Reads what VyOS says of neighbors, and of the interfaces where their sessions begin.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_VYOS_NEIGHBOR_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_VYOS_NEIGHBOR_H

#include "keys/import/text/hierarchy.h"
#include "keys/import/model/neighbors.h"

/* The neighbors' passwords are the branches (const struct branch *) of their words. */
struct vyos {
    const struct import *import;
    struct interfaces *interfaces;
    struct neighbors *bgp, *ldp;
};

/* Reads the neighbors below ROOT, which is that of a configuration, or of an excerpt that begins
 * at "bgp" or inside it. */
void vyos_read_neighbors(struct vyos *vyos, const struct branch *root);

#endif
