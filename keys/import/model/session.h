/* A router's session with a peer, as the keys for it see it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_MODEL_SESSION_H
#define TCPAUTH_KEYS_IMPORT_MODEL_SESSION_H

#include "keys/import/import.h"
#include "interfaces.h"

struct session {
    const struct import *import;
    const char *protocol; /* what its keys' names begin with: "", "ldp " or "msdp " */
    const char *port;
    struct word peer;  /* an address, a prefix, or "*" for any peer */
    struct word bits;  /* of a prefix whose length or mask stands apart, or empty */
    struct word local; /* the router's own address */
    struct word alias; /* what it is called if PEER is "*" */
    struct word vrf;   /* or empty */
    const char *realm; /* what else its name ends with, or NULL */
};

/* Returns the key of SESSION whose secret stands at LINE: with its name, ends and port. NULL and a
 * problem if PEER is no address. */
struct key *session_key(const struct session *session, unsigned line);

/* Tells KEY apart from others of its name, and sets its chain and number: see import_tell_apart()
 * and import_set_chain(). */
void session_tell_apart(struct key *key, struct word chain, struct word number);

/* Reads ADDRESS, an address or prefix, with the length or mask BITS unless that is empty. Returns
 * false if it is none. */
bool prefix_from_words(struct word address, struct word bits, struct prefix *prefix);

/* Returns the secret that WORD is. In quotes, a backslash protects a quotation mark or a
 * backslash. */
struct secret *secret_from_word(struct word word);

/* Returns why WORD, which stands where a secret should, is none: tools that archive configurations
 * put "<removed>" or "*****" there. NULL if it may be one. */
const char *secret_removed(struct word word);

/* Returns the moment, in microseconds since 1970 and in UTC, or false if there is no such. */
bool moment_from(int year, int month, int day, int hour, int minute, int second, int64_t *moment);

#endif
