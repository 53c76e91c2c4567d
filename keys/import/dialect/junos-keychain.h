/* The key chains of Junos.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_JUNOS_KEYCHAIN_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_JUNOS_KEYCHAIN_H

#include "keys/import/text/hierarchy.h"
#include "keys/import/model/session.h"

struct junos_key {
    struct word chain, number;
    unsigned line;               /* of the secret */
    const struct branch *secret; /* NULL if it is hidden */
    bool ao;
    enum key_algorithm algorithm; /* if it is for TCP-AO */
    const char *unusable;         /* why it cannot serve TCP-AO, or NULL */
    int send_id, recv_id;
    enum key_options options;
    int64_t from, until;
    int64_t send_from, send_until; /* without tolerance */
};

/* The keys of a chain in the order of the text, as struct junos_key; a key that is not well formed
 * is left out and becomes a problem. */
GArray *junos_keychain_read(const struct import *import, const struct branch *chain);

/* Gives KEY the secret that is the word of SECRET, or the reason why not if SECRET is NULL or its
 * disguise needs a key of its own. False and a problem at LINE if it is no secret at all. */
bool junos_secret_set(const struct import *import, struct key *key, unsigned line,
                      const struct branch *secret);

#endif
