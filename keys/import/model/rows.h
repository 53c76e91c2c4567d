/* Where a dialect keeps its sessions in the tree of a configuration, told by a tree of tables.
 *
 * The dialect reads its file into branches; its rows say which of them are routers, protocols,
 * neighbors, peer groups and ranges, and what each of them tells. So a dialect without rules of its
 * own needs no more than its rows and a function that reads its passwords.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_MODEL_ROWS_H
#define TCPAUTH_KEYS_IMPORT_MODEL_ROWS_H

#include "chain.h"

struct rows;

/* A protocol that signs its sessions. */
struct protocol {
    const char *label; /* what its keys' names begin with: "ldp " */
    uint16_t port;
};
extern const struct protocol protocol_bgp, protocol_ldp, protocol_msdp;

/* A list, each of whose entries is a session, a peer group, a range, or has rows of its own inside.
 * Paths are words with "/" between them; NULL if the dialect has no such thing. */
struct row {
    const char *list;  /* from where the row is read to the list */
    const char *block; /* instead of LIST: from there to the only entry */

    /* of an entry with rows inside */
    const struct row *inside;        /* the last has neither list nor block */
    const char *instance;            /* "vrf": each entry is an instance, called "vrf NAME" */
    const char *main;                /* but the one of this name, which needs none */
    const struct protocol *protocol; /* of the sessions inside */
    void (*enter)(struct rows *rows, const struct branch *at); /* each is a router of its own, whose
                                                                  interfaces this reads */

    /* of a session, a peer group or a range */
    const char *name;        /* from an entry to its addresses; NULL: the entry is named by it */
    const char *group;       /* from an entry to the name of its peer group */
    const char *lenders;     /* from the protocol to the peer groups, where no row reads them */
    const char *source;      /* from an entry to where its sessions begin */
    const char *secrets[3];  /* from an entry to its password or the name of its key chain; of
                                several, the first counts */
    const char *algorithm;   /* from an entry to how it signs with a key chain: "md5" or "ao" */
    const char *port;        /* from an entry to the port on which it listens */
    const char *off;         /* from an entry to a branch by which it counts as not there */
    const char *any;         /* the name by which an entry is whoever it is */
    const char *peer;        /* the address of all entries */
    enum neighbor_kind kind; /* of those that have no address */
    bool range;              /* entries are networks from which peers may come */
    bool groups;             /* what NAME leads to may be the name of a peer group */
    bool common;             /* what the instance says itself is for those without a peer group */
    bool apart; /* each entry is a session, even if another has the same name; what it does
                   not say, its peer group says, or what it stands in, up to the protocol */
    bool calls; /* PORT is the one that is called */

    /* Does what rows cannot say of an entry. */
    void (*more)(struct neighbor *neighbor, const struct branch *entry);
};

/* How a dialect is read. */
struct dialect_rows {
    const struct row *row;         /* the last has neither list nor block */
    const struct chain_row *chain; /* or NULL */
    secret_reader read;
    bool hidden; /* a password without its value is one that was not shown */
    const struct branch *(*find_source)(const struct branch *value); /* what VALUE, where a session
                                                        is said to begin, stands for; or NULL */
};

/* A configuration being read so. */
struct rows {
    const struct dialect_rows *dialect;
    const struct import *import;
    struct neighbors *neighbors;
    struct interfaces *interfaces;
    struct budget *budget;
    struct chains *chains; /* NULL if the dialect has none */
    GHashTable *reported;  /* struct branch *: what became a problem, which is told once */
};

/* Returns what reads the sessions of a configuration into IMPORT, which is that of BUDGET. DIALECT,
 * IMPORT and BUDGET must outlive it. End it with rows_import(). */
struct rows rows_new(const struct dialect_rows *dialect, struct budget *budget);

/* Reads the neighbors, peer groups and ranges of AT, which are those of INSTANCE ("vrf RED") or of
 * none, NULL. */
void rows_read(struct rows *rows, const struct branch *at, const char *instance);

/* Reads the same by ROW instead of the dialect's. */
void rows_read_by(struct rows *rows, const struct row *row, const struct branch *at,
                  const char *instance);

/* Adds the keys of each session that has a password, and frees what ROWS hold. */
void rows_import(struct rows *rows);

/* Reads the addresses behind PATH at INTERFACE into ROWS, as those of NAME: if that is NULL, of
 * what INTERFACE's own word names. */
void rows_read_addresses(const struct rows *rows, const struct branch *interface, const char *path,
                         const char *name);

/* Says behind AT what STATEMENT and those inside it say; "no" takes it back. Descriptions are
 * passed over. */
void rows_say(struct branch *at, const struct statement *statement);

/* Says behind ROOT all that the statements in TEXT say, and takes the addresses of interfaces into
 * ROWS. */
void rows_say_lines(const struct rows *rows, struct branch *root, const struct statement *text);

/* Is a secret_reader for passwords of Cisco's followers: a word as it stands, or a digit that tells
 * the type and what is hidden so. Only that of type 0 is known. */
bool rows_typed_secret(const struct branch *secret, struct key *key, const struct import *import);

/* Is a secret_reader for secrets that are the one word behind SECRET, as secret_from_word() reads
 * it. An empty one is a problem. */
bool rows_plain_secret(const struct branch *secret, struct key *key, const struct import *import);

#endif
