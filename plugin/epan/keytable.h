/* The key table in Wireshark's preferences (a UAT).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_KEYTABLE_H
#define TCPAUTH_EPAN_KEYTABLE_H

#include "keys/keyring.h"

#include <epan/prefs.h>

void keytable_register(module_t *preferences);

/* Adds the keys of the table to RING; a row that cannot be used goes to PROBLEMS (GError *). */
void keytable_add_keys(struct keyring *ring, GPtrArray *problems);

#endif
