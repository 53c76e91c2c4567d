/* The key chains of GoBGP's gobgpd, which sign with TCP-AO.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_GOBGP_KEYCHAIN_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_GOBGP_KEYCHAIN_H

#include "keys/import/text/document.h"
#include "keys/import/import.h"

/* A key chain, and what a session has of it. */
struct gobgp_keychain {
    const struct document *document;
    const struct import *import;
    const struct node *chain;
    long preferred; /* the SendID of the key to begin with, or -1 */
};

/* Returns how many keys KEYCHAIN has. */
unsigned gobgp_keychain_length(const struct gobgp_keychain *keychain);

/* Adds the keys of KEYCHAIN for the session that MODEL, which has no secret, is for. */
void gobgp_keychain_add(const struct gobgp_keychain *keychain, const struct key *model);

#endif
