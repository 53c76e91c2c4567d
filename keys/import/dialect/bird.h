/* A protocol of BIRD's, and the keys for its session.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_BIRD_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_BIRD_H

#include "keys/import/budget.h"
#include "keys/import/text/statement.h"

enum bird_authentication { BIRD_UNTOLD, BIRD_MD5, BIRD_AO };

/* The settings of a protocol or template. Unset words are empty; constants in words are
 * resolved. */
struct bird_protocol {
    bool rpki; /* not BGP */
    struct word remote, local, vrf;
    struct word remote_port, local_port;
    enum bird_authentication authentication;
    const struct statement *password, *keys; /* MD5's password and TCP-AO's keys, or NULL */
};

/* Adds the keys of PROTOCOL, which is at LINE. Keys that many protocols inherit are charged to
 * BUDGET. */
void bird_add_keys(struct budget *budget, GHashTable *constants,
                   const struct bird_protocol *protocol, unsigned line);

#endif
