/* A router's session with a peer, as the keys for it see it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_MODEL_SESSION_H
#define TCPAUTH_KEYS_IMPORT_MODEL_SESSION_H

#include "key-words.h"

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

#endif
