/* The neighbors of a router, which inherit from peer groups, as in Cisco's "neighbor" statement.
 *
 * A dialect sets their attributes in the order of the statements. Then neighbors_visit() visits
 * each session that has a password.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_MODEL_NEIGHBORS_H
#define TCPAUTH_KEYS_IMPORT_MODEL_NEIGHBORS_H

#include "keys/import/import.h"
#include "interfaces.h"

enum neighbor_kind {
    NEIGHBOR_NAMED, /* its name is its address, or the network from which neighbors may connect;
                       with any other name it is a peer group */
    NEIGHBOR_UNNUMBERED, /* its name is that of the interface at whose other end it is */
    NEIGHBOR_LINK_LOCAL, /* likewise, but with its IPv6 link-local address only */
    NEIGHBOR_ANY,        /* any peer; its name is only for humans */
};

/* A neighbor or peer group. It inherits unset members from its peer group, which may inherit
 * too. */
struct neighbor {
    char *name;
    char *instance;    /* "vrf RED", or NULL */
    const char *label; /* the beginning of its keys' names: "ldp " */
    uint16_t port;     /* the port of its protocol */
    enum neighbor_kind kind;
    char *group;                          /* its peer group, or NULL */
    unsigned group_line;                  /* the line that sets GROUP */
    char *second_group;                   /* a peer group weaker than GROUP, or NULL */
    unsigned second_line;                 /* the line that sets SECOND_GROUP */
    const char *group_kind, *second_kind; /* "session-group": what these are; NULL: "peer group" */
    char *source;         /* the address or interface that is the source of its sessions, or NULL */
    const void *password; /* the dialect's own description of its password, or NULL */
    unsigned password_kind; /* a bit for the kind of PASSWORD */
    unsigned refused_kinds; /* the bits of those that it does not inherit */
    const void *algorithm;  /* the dialect's own description of how it signs, or NULL */
    bool any_port;          /* it may listen on another port than PORT */
    bool optional;          /* its keys are for unsigned sessions, too */
    bool has_as;            /* its autonomous system is set, which some routers require first */
    unsigned
        created; /* the line that creates it; such a router refuses earlier statements; 0: none */
    bool removed;
    bool absent; /* it was removed, and the dialect has not recorded since that it was created */
    unsigned misnamed; /* the line for the problem that it has no address; 0: no problem */
    bool apart;        /* it inherits nothing here; SOURCE applies even if it is a range */
};

struct neighbors;

/* Returns an empty set of neighbors of the protocol on PORT, whose keys' names begin with LABEL
 * ("ldp "). LABEL must outlive them. Free with neighbors_free(). */
struct neighbors *neighbors_new(const char *label, uint16_t port);
void neighbors_free(struct neighbors *neighbors);

/* Returns the neighbor or peer group NAME in INSTANCE, NULL for none. Adds it if there is none, and
 * revives a removed one. The result is owned by NEIGHBORS. */
struct neighbor *neighbors_get(struct neighbors *neighbors, const char *instance, const char *name);

/* Adds and returns a neighbor, even if there is one with that name. It is owned by NEIGHBORS. */
struct neighbor *neighbors_add(struct neighbors *neighbors, const char *instance, const char *name);

/* Returns the peer group that NEIGHBOR names, or NULL if there is none yet. */
const struct neighbor *neighbors_group(const struct neighbors *neighbors,
                                       const struct neighbor *neighbor);

/* Removes NEIGHBOR and its settings. If it is a peer group, its neighbors are removed too. */
void neighbor_remove(struct neighbor *neighbor);

/* Remove the neighbors and peer groups of INSTANCE, NULL for none, or of all instances. Those of a
 * family are the neighbors of INSTANCE, not NULL, with an IPv4 address, or an IPv6 address if
 * IS_IPV6. */
void neighbors_remove_in(struct neighbors *neighbors, const char *instance);
void neighbors_remove_family(struct neighbors *neighbors, const char *instance, bool is_ipv6);
void neighbors_remove_all(struct neighbors *neighbors);

/* Sets a string of a neighbor to a copy of VALUE, or to NULL if VALUE is NULL. */
void neighbor_set(char **text, const char *value);

/* Sets the peer group of NEIGHBOR, found at LINE; an empty NAME means none. */
void neighbor_set_group(struct neighbor *neighbor, struct word name, unsigned line);

/* Returns "vrf NAME", the instance of a neighbor in VRF, or NULL if VRF is empty. Free with
 * g_free(). */
char *neighbor_instance(struct word vrf);

/* Sets the source of all sessions whose neighbors have none of their own. */
void neighbors_set_source(struct neighbors *neighbors, const char *source);

/* The sessions with one neighbor, or with those in a range. */
struct peering {
    char *name;           /* for its keys */
    const char *instance; /* "vrf RED", or NULL */
    struct prefix ends[2];
    uint16_t port;
    bool optional;                /* its sessions may be unsigned */
    const struct neighbor *owner; /* the owner of the password: the neighbor or its peer group */
};

/* Returns a new key for PEERING, found at LINE, with name, ends and port. The caller owns it. */
struct key *peering_key(const struct peering *peering, const struct import *import, unsigned line);

/* Returns a copy of KEY with the name, ends and port of PEERING. The caller owns it. */
struct key *peering_copy(const struct peering *peering, const struct key *key);

typedef void (*peering_visitor)(const struct peering *peering, const struct import *import,
                                void *data);

/* Calls VISIT for each peering that has a password, in the order in which the neighbors were added.
 * It searches a peer group in its neighbor's instance, then outside of any instance. Adds a problem
 * if a neighbor without a password has a peer group that does not exist or is created too late. */
void neighbors_visit(const struct neighbors *neighbors, const struct interfaces *interfaces,
                     const struct import *import, peering_visitor visit, void *data);

#endif
