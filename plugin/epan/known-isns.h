/* The initial sequence numbers (ISNs) known to the user, in the preference tcpauth.isns.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_KNOWN_ISNS_H
#define TCPAUTH_EPAN_KNOWN_ISNS_H

#include "keys/keyring.h"

/* Adds to RING the ISNs in TEXT, entries as in the isn lines of a keyring file: "ADDRESS PORT
 * NUMBER; ADDRESS PORT NUMBER". Adds a GError to PROBLEMS for each entry that cannot be read. */
void known_isns_read(const char *text, struct keyring *ring, GPtrArray *problems);

/* Returns TEXT with those of ISNS appended that it lacks. Free with g_free(). */
char *known_isns_add(const char *text, const struct isns *isns);

#endif
