/* The initial sequence numbers (ISNs) in the preference tcpauth.isns, which the user knows.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_KNOWN_ISNS_H
#define TCPAUTH_EPAN_KNOWN_ISNS_H

#include "keys/keyring.h"

/* Adds the ISNs in TEXT to RING: "ADDRESS PORT NUMBER; ADDRESS PORT NUMBER", as isn lines of a
 * keyring file have them. For each entry that cannot be read, adds a GError to PROBLEMS. */
void known_isns_read(const char *text, struct keyring *ring, GPtrArray *problems);

/* Returns TEXT with the ISNs that it lacks appended. Free with g_free(). */
char *known_isns_add(const char *text, const struct isns *isns);

#endif
