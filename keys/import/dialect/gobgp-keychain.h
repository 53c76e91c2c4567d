/* The key chains of GoBGP's gobgpd, which sign with TCP-AO.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_GOBGP_KEYCHAIN_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_GOBGP_KEYCHAIN_H

#include "keys/import/model/key-chain.h"
#include "keys/import/text/document.h"

/* The document with key chains. */
struct gobgp_keychain {
    struct document *document;
    const struct import *import;
};

/* Returns the keys of CHAIN, an item of "keychains" with a name. Free with key_chain_free(), before
 * the document. */
struct key_chain *gobgp_keychain_read(const struct gobgp_keychain *keychain,
                                      const struct node *chain);

#endif
