/* Reads the key chains of Huawei VRP that sign with TCP-AO.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_VRP_KEYCHAIN_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_VRP_KEYCHAIN_H

#include "keys/import/model/key-chain.h"

/* Returns the keys of POLICY, a statement "tcp ao", and of CHAIN, the "keychain" to which it is
 * bound. ZONE is the number of seconds by which the router's clock is ahead of UTC. Free with
 * key_chain_free(). */
struct key_chain *vrp_keychain_read(const struct import *import, const struct statement *policy,
                                    const struct statement *chain, int zone);

#endif
