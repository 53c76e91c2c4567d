/* The key chains of Huawei VRP, as TCP-AO uses them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_VRP_KEYCHAIN_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_VRP_KEYCHAIN_H

#include "keys/import/model/key-chain.h"

/* Returns the keys of POLICY, a statement "tcp ao", and of CHAIN, the "keychain" that it is bound
 * to. ZONE is how many seconds the router's clock is ahead of UTC. Free with key_chain_free(). */
struct key_chain *vrp_keychain_read(const struct import *import, const struct statement *policy,
                                    const struct statement *chain, int zone);

#endif
