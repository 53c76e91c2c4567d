/* The key chains of SR OS, and its secrets.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_SROS_KEYCHAIN_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_SROS_KEYCHAIN_H

#include "keys/import/text/hierarchy.h"
#include "keys/import/model/session.h"

struct sros_key {
    struct word chain, number;
    const struct branch *secret;
    enum key_algorithm algorithm;
    const char *unusable; /* why its algorithm cannot be computed, or NULL */
    int send_id, recv_id;
    int64_t from, until;
    int64_t send_from, send_until; /* without tolerance */
};

/* The keys of a chain, as struct sros_key; a key that is not well formed is left out and becomes a
 * problem. */
GArray *sros_keychain_read(const struct import *import, const struct branch *chain);

/* Gives KEY the secret that is the word of SECRET, or the reason why not if it is hashed. False and
 * a problem if it is empty. */
bool sros_secret_set(const struct import *import, struct key *key, const struct branch *secret);

#endif
