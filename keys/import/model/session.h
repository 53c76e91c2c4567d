/* A router's session with a peer: the attributes that its keys need.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_MODEL_SESSION_H
#define TCPAUTH_KEYS_IMPORT_MODEL_SESSION_H

#include "key-words.h"

struct session {
    const struct import *import;
    const char *protocol; /* the beginning of its keys' names: "", "ldp " or "msdp " */
    const char *port;
    struct word peer;  /* an address, a prefix, or "*" for any peer */
    struct word bits;  /* the length or mask of PEER if it is a separate word, or empty */
    struct word local; /* the router's own address */
    struct word alias; /* its name if PEER is "*" */
    struct word vrf;   /* or empty */
    const char *realm; /* another ending for its name, or NULL */
};

/* Returns a new key for SESSION, whose secret is at LINE, with name, ends and port. Returns NULL
 * and adds a problem if PEER is not an address. The caller owns the key. */
struct key *session_key(const struct session *session, unsigned line);

#endif
