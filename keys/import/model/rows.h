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

/* A list of sessions, peer groups or ranges, or of entries that have rows of their own inside.
 * Paths are words with "/" between them; a path is NULL if the dialect has no such thing. */
struct row {
    const char *list;  /* the path to the list, from where the row is read */
    const char *block; /* instead of LIST: the path to the only entry */

    /* of an entry with rows inside */
    const struct row *inside;        /* the last has neither LIST nor BLOCK */
    const char *instance;            /* what instances are called: "vrf", for "vrf NAME" */
    const char *main;                /* the name of the instance that needs none */
    const struct protocol *protocol; /* of the sessions inside; NULL: as outside */
    /* Reads the interfaces of AT, if each entry is a router of its own. */
    void (*enter)(struct rows *rows, const struct branch *at);

    /* of a session, a peer group or a range: paths from the entry, if nothing else is said */
    const char *name;        /* to its addresses or, of an instance, its name; NULL: its own word */
    const char *group;       /* to the name of its peer group */
    const char *lenders;     /* from the protocol to its peer groups, if no row reads them */
    const char *source;      /* to where its sessions begin */
    const char *secrets[3];  /* to its password or the name of its key chain; the first counts */
    const char *algorithm;   /* to how it signs with a key chain: "md5" or "ao" */
    const char *port;        /* to the port on which it listens */
    const char *off;         /* to a branch that turns the entry off */
    const char *any;         /* the name of an entry that stands for any peer */
    const char *peer;        /* the address of all entries */
    enum neighbor_kind kind; /* of entries without an address */
    bool range;              /* entries are networks from which peers may connect */
    bool groups;             /* NAME may lead to the name of a peer group */
    bool common;             /* entries without a peer group have the settings of the instance */
    bool apart; /* entries of one name are different sessions; an entry has the settings of
                   its peer group, and then of what it is inside, up to the protocol */
    bool calls; /* PORT leads to the port that is called */
    /* Sets what rows cannot say. */
    void (*more)(struct neighbor *neighbor, const struct branch *entry);
};

/* How a dialect is read. */
struct dialect_rows {
    const struct row *row;         /* the last has neither list nor block */
    const struct chain_row *chain; /* or NULL */
    secret_reader read;
    bool hidden; /* a password without a value was left out when the configuration was shown */
    /* Returns the address or interface that VALUE, a session's source, stands for, or NULL if none.
     */
    const struct branch *(*find_source)(const struct branch *value);
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
