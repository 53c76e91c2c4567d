/* What every reader of a router's configuration hands over: keys, and what it could not read.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_IMPORT_H
#define TCPAUTH_KEYS_IMPORT_IMPORT_H

#include "keys/keyring.h"

/* A file being read. */
struct import {
    const char *name;     /* what messages call it */
    struct keyring *ring; /* gets the keys */
    GPtrArray *problems;  /* gets what cannot be read: GError *, KEY_ERROR */
    unsigned before;      /* how many lines of the file stand before the text that is read */
};

/* Returns TEXT as a key's name: what no name may have becomes "?". Free with g_free(). */
char *import_name(const char *text);

/* Returns a new key found at LINE, for all connections until its ends are set, and named TEXT,
 * in which what no name may have becomes "?". Give it ends, port, algorithm and validity, and a
 * secret or else the reason why it has none (key->withheld); then hand it to import_add() or
 * key_free(). */
struct key *import_key(const struct import *import, unsigned line, const char *text);

/* Tells KEY, one of those that a key chain has for one session, apart from the others: appends the
 * name of CHAIN and the NUMBER of the key there, unless it is NULL, to its name. */
void import_tell_apart(struct key *key, const char *chain, const char *number);

/* Sets the CHAIN that KEY is of and its NUMBER there, if that is a number. */
void import_set_chain(struct key *key, const char *chain, const char *number);

/* Sets an attribute as key_set() does; what is wrong becomes a problem at LINE, and false. */
bool import_set(const struct import *import, unsigned line, struct key *key,
                enum key_attribute attribute, const char *text);

/* Adds KEY to the keyring, or a problem if key_check() refuses it. Takes ownership of KEY. */
void import_add(const struct import *import, struct key *key);

/* Does so if KEY, which may be NULL, is COMPLETE; frees it otherwise. */
void import_add_if(const struct import *import, struct key *key, bool complete);

/* Gives KEY no secret, but the REASON why, which must be static. */
void import_withhold(struct key *key, const char *reason);

/* Tells what is wrong at LINE; it must not repeat a word of the configuration that could be a
 * secret.
 */
void import_problem(const struct import *import, unsigned line, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

#endif
