/* Whom a router talks to: neighbors that inherit from peer groups, as the followers of Cisco's
 * "neighbor" statement tell it.
 *
 * A dialect fills in what statements say, in their order; then each session that has a password
 * becomes keys.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_MODEL_NEIGHBORS_H
#define TCPAUTH_KEYS_IMPORT_MODEL_NEIGHBORS_H

#include "keys/import/import.h"
#include "interfaces.h"

enum neighbor_kind {
    NEIGHBOR_NAMED,      /* by its address, or by the network from which neighbors may come; by any
                            other name it is a peer group */
    NEIGHBOR_UNNUMBERED, /* at the other end of the interface it is named by */
    NEIGHBOR_LINK_LOCAL, /* the same, under its IPv6 link-local address alone */
    NEIGHBOR_ANY,        /* whoever it is; its name is for people */
};

/* Of what is not set here, the peer group's is valid, which may have a peer group itself. */
struct neighbor {
    char *name;
    char *instance;    /* "vrf RED", or NULL */
    const char *label; /* what its keys' names begin with: "ldp " */
    uint16_t port;     /* of its protocol */
    enum neighbor_kind kind;
    char *group;           /* its peer group, or NULL */
    unsigned group_line;   /* where that is said */
    char *source;          /* the address or interface where its sessions begin, or NULL */
    const void *password;  /* what the dialect knows of its password, or NULL */
    const void *algorithm; /* what the dialect knows of how it signs, or NULL */
    bool any_port;         /* does it listen elsewhere than its protocol does? */
    bool has_as;           /* is its autonomous system known to routers that ask for it first? */
    unsigned created;      /* the line above which such a router refuses to hear of it; 0: none */
    bool removed;
    unsigned misnamed; /* the line to name in the problem that it has no address; 0: none */
    bool apart; /* it inherits nothing here; if it is a range, its sessions begin at SOURCE, too */
};

struct neighbors;

/* Neighbors in a protocol of PORT, whose keys' names begin with LABEL ("ldp "). */
struct neighbors *neighbors_new(const char *label, uint16_t port);
void neighbors_free(struct neighbors *neighbors);

/* Returns the neighbor or peer group NAME in INSTANCE (NULL: in none), there from the first time it
 * is asked for. */
struct neighbor *neighbors_get(struct neighbors *neighbors, const char *instance, const char *name);

/* Returns a new neighbor, even if there is one of that name. */
struct neighbor *neighbors_add(struct neighbors *neighbors, const char *instance, const char *name);

/* Returns the peer group that NEIGHBOR names, or NULL if there is none so far. */
const struct neighbor *neighbors_group(const struct neighbors *neighbors,
                                       const struct neighbor *neighbor);

/* Forgets all that was said of it. A peer group takes its neighbors with it. */
void neighbor_remove(struct neighbor *neighbor);

/* Sets a text of a neighbor, NULL for none. */
void neighbor_set(char **text, const char *value);

/* Sets its peer group, as LINE says; an empty NAME is none. */
void neighbor_set_group(struct neighbor *neighbor, struct word name, unsigned line);

/* Returns "vrf NAME", the instance of a neighbor in VRF, or NULL if VRF is empty. Free with
 * g_free(). */
char *neighbor_instance(struct word vrf);

/* Sets what says where all neighbors' sessions begin if they do not say so themselves. */
void neighbors_set_source(struct neighbors *neighbors, const char *source);

/* The sessions with one neighbor, or with those in a range. */
struct peering {
    char *name; /* for its keys */
    struct prefix ends[2];
    uint16_t port;
    const struct neighbor *owner; /* of the password: the neighbor or its peer group */
};

/* Returns a key for PEERING found at LINE: its name, ends and port are set. */
struct key *peering_key(const struct peering *peering, const struct import *import, unsigned line);

/* Returns a copy of KEY for PEERING. */
struct key *peering_copy(const struct peering *peering, const struct key *key);

typedef void (*peering_visitor)(const struct peering *peering, const struct import *import,
                                void *data);

/* Calls VISIT for all peerings that have a password, in the order in which the neighbors were first
 * asked for. A peer group is looked for in its neighbor's instance, then outside of any; that it is
 * nowhere, or created too late, is a problem of IMPORT. */
void neighbors_visit(const struct neighbors *neighbors, const struct interfaces *interfaces,
                     const struct import *import, peering_visitor visit, void *data);

#endif
