/* The key chains of Huawei VRP, as TCP-AO uses them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_VRP_KEYCHAIN_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_VRP_KEYCHAIN_H

#include "keys/import/import.h"
#include "keys/import/text/statement.h"

/* Makes a new key for each call: with its name, ends and port, for the secret at LINE. NULL if that
 * cannot be. */
typedef struct key *vrp_key_maker(unsigned line, void *data);

/* Adds a key for each "key-id" of POLICY, a statement "tcp ao", and of CHAIN, the "keychain" that
 * it is bound to. ZONE is how many seconds the router's clock is ahead of UTC. */
void vrp_keychain_add(const struct import *import, const struct statement *policy,
                      const struct statement *chain, int zone, vrp_key_maker *maker, void *data);

#endif
