/* Where a dialect keeps the neighbors of BGP in the tree of a configuration, told by a table.
 *
 * The dialect reads its file into branches; its rows say which of them are neighbors, peer groups
 * and ranges, and what stands where in them. So a dialect without rules of its own needs no more
 * than its rows and a function that tells what its passwords are.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_MODEL_ROWS_H
#define TCPAUTH_KEYS_IMPORT_MODEL_ROWS_H

#include "keys/import/budget.h"
#include "keys/import/text/hierarchy.h"
#include "neighbors.h"

/* A list of neighbors, peer groups or ranges. Paths are words with "/" between them; NULL if the
 * dialect has no such thing. */
struct row {
    const char *list;        /* from the instance to the list */
    const char *name;        /* from an entry to its addresses; NULL: the entry is named by it */
    const char *group;       /* from an entry to the name of its peer group */
    const char *source;      /* from an entry to where its sessions begin */
    const char *secrets[3];  /* from an entry to its password or the name of its key chain; of
                                several, the first counts */
    const char *port;        /* from an entry to the port on which it listens */
    const char *off;         /* from an entry to a branch by which it counts as not there */
    enum neighbor_kind kind; /* of those that have no address */
    bool groups;             /* what NAME leads to may be the name of a peer group */
    bool common;             /* what the instance says itself is for those without a peer group */
};

/* What a key chain is like: a list of keys. */
struct row_chain {
    const char *word;               /* of the branches that name a key chain */
    const char *list;               /* from the router to its key chains */
    const char *secret, *algorithm; /* from a key, which is "key NUMBER" in its chain */
    bool only_ao;                   /* its keys are for TCP-AO, whatever their algorithm */
};

/* Gives KEY the secret that is said at SECRET, the branch that a row's path leads to, or the reason
 * why it has none. False and a problem if that cannot be read. */
typedef bool (*secret_reader)(const struct branch *secret, struct key *key,
                              const struct import *import);

/* How a dialect is read. */
struct dialect_rows {
    const struct row *row;         /* the last has no list */
    const struct row_chain *chain; /* or NULL */
    secret_reader read;
};

/* A configuration being read so. */
struct rows {
    const struct dialect_rows *dialect;
    const struct import *import;
    struct neighbors *neighbors; /* of BGP */
    struct interfaces *interfaces;
    struct budget budget;
};

/* Returns what reads the sessions in a text of LENGTH bytes into IMPORT. DIALECT and IMPORT must
 * outlive it. End it with rows_import(). */
struct rows rows_new(const struct dialect_rows *dialect, size_t length,
                     const struct import *import);

/* Reads the neighbors, peer groups and ranges of AT, which are those of INSTANCE ("vrf RED") or of
 * none, NULL. */
void rows_read(const struct rows *rows, const struct branch *at, const char *instance);

/* Adds the keys of each session that has a password, and frees what ROWS hold. */
void rows_import(struct rows *rows);

/* Says behind AT what STATEMENT and those inside it say; "no" takes it back. Descriptions are
 * passed over. */
void rows_say(struct branch *at, const struct statement *statement);

/* Says behind ROOT all that the statements in TEXT say, and takes the addresses of interfaces into
 * ROWS. */
void rows_say_lines(const struct rows *rows, struct branch *root, const struct statement *text);

/* Is a secret_reader for passwords of Cisco's followers: a word as it stands, or a digit that tells
 * the type and what is hidden so. Only that of type 0 is known. */
bool rows_typed_secret(const struct branch *secret, struct key *key, const struct import *import);

/* Returns the branch at PATH behind AT, or NULL. AT may be NULL. */
const struct branch *branch_at(const struct branch *at, const char *path);

/* Is a secret_reader for secrets that are the one word behind SECRET, as secret_from_word() reads
 * it. An empty one is a problem. */
bool rows_plain_secret(const struct branch *secret, struct key *key, const struct import *import);

#endif
