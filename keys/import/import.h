/* The results of every reader of a router's configuration: keys, and problems.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_IMPORT_H
#define TCPAUTH_KEYS_IMPORT_IMPORT_H

#include "keys/keyring.h"

/* A file being read. */
struct import {
    const char *name;     /* its name in messages */
    struct keyring *ring; /* receives the keys */
    GPtrArray *problems;  /* receives a GError * (domain KEY_ERROR) for each problem */
    unsigned before;      /* the number of lines of the file before the text that is read */
};

/* Returns TEXT as a key's name: control characters become "?", invalid UTF-8 becomes U+FFFD, and an
 * empty TEXT becomes "?". Free with g_free(). */
char *import_name(const char *text);

/* Returns a new key found at LINE and named import_name(TEXT). It applies to all connections until
 * its ends are set. Set its ends, port, algorithm and validity, and a secret or the reason why it
 * has none (key->withheld). Then pass it to import_add() or key_free(). */
struct key *import_key(const struct import *import, unsigned line, const char *text);

/* Distinguishes KEY from the other keys of its session: appends CHAIN and, unless it is NULL, the
 * key's NUMBER in CHAIN to its name. */
void import_tell_apart(struct key *key, const char *chain, const char *number);

/* Sets the name of KEY's chain to CHAIN, and its number there to NUMBER if that is a number. */
void import_set_chain(struct key *key, const char *chain, const char *number);

/* Sets the routing instance of KEY's sessions to INSTANCE, such as "vrf RED"; NULL for none. */
void import_set_instance(struct key *key, const char *instance);

/* Sets an attribute of KEY as key_set() does. On error, adds a problem at LINE and returns
 * false. */
bool import_set(const struct import *import, unsigned line, struct key *key,
                enum key_attribute attribute, const char *text);

/* Adds KEY to the keyring, or a problem if key_check() refuses it. A secret that an archiving tool
 * removed is withheld. Takes ownership of KEY. */
void import_add(const struct import *import, struct key *key);

/* Passes KEY to import_add() if it is COMPLETE, and frees it otherwise. KEY may be NULL only if it
 * is not COMPLETE. */
void import_add_if(const struct import *import, struct key *key, bool complete);

/* Frees the secret of KEY and sets the REASON why it has none, which must be static. */
void import_withhold(struct key *key, const char *reason);

/* Adds a problem at LINE. Its text must not quote a word of the configuration that could be a
 * secret. */
void import_problem(const struct import *import, unsigned line, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* Adds a problem if LINE, that of a brace that is never closed, is not 0. */
void import_unclosed(const struct import *import, unsigned line);

#endif
