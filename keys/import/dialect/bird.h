/* A protocol of BIRD's, its values, and the keys for its session.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_BIRD_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_BIRD_H

#include "keys/import/budget.h"
#include "keys/import/text/statement.h"

/* Reads "define NAME = VALUE" into CONSTANTS, a word table of struct word *. Ignores a value of
 * more than one word, which BIRD would compute. */
void bird_define(GHashTable *constants, const struct statement *statement);

/* Returns the value of WORD if it is a constant, otherwise WORD itself. */
struct word bird_value(GHashTable *constants, struct word word);

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
