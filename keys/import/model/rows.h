/* Reads the sessions from the tree of a configuration, as a tree of tables describes them.
 *
 * A dialect reads its file into branches. Its rows describe which branches are routers, protocols,
 * neighbors, peer groups and ranges, and where their attributes are. A dialect without rules of its
 * own needs only its rows and a function that reads its passwords.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_MODEL_ROWS_H
#define TCPAUTH_KEYS_IMPORT_MODEL_ROWS_H

#include "chain.h"
#include "keys/import/text/document.h"

struct rows;

/* A protocol that signs its sessions. */
struct protocol {
    const char *label; /* the beginning of its keys' names: "ldp " */
    uint16_t port;
};
extern const struct protocol protocol_bgp, protocol_ldp, protocol_msdp;

/* A list of sessions, peer groups or ranges, or of entries with rows of their own inside. A path
 * consists of words with "/" between them. It is NULL if the dialect has no such attribute. */
struct row {
    const char *list;  /* the path to the list, from the branch where the row is read */
    const char *block; /* instead of LIST: the path to the only entry */

    /* for an entry with rows inside */
    const struct row *inside; /* the last has neither LIST nor BLOCK */
    const char *instance;     /* the keyword of instances: "vrf", for "vrf NAME" */
    const char *main;         /* the name of the main instance, which keys' names leave out */
    const char *vrf; /* the path from an entry to the name of its VRF, if it may be in one */
    const struct protocol *protocol; /* the protocol of the sessions inside; NULL: as outside */
    /* Reads the interfaces of AT, if each entry is a router of its own. */
    void (*enter)(struct rows *rows, const struct branch *at);

    /* for a session, a peer group or a range: paths from the entry, unless stated otherwise */
    const char
        *name; /* to its addresses or, for an instance, its name; NULL: the entry's own word */
    const char *group; /* to the name of its peer group */
    const char
        *inherits[2]; /* instead of GROUP: to the names of two peer groups, the stronger first */
    const char *kinds[2];   /* what these are: "session-group" */
    const char *lends;      /* not a path: entries are peer groups of that kind */
    const char *lenders;    /* from the protocol to its peer groups, if no row reads them */
    const char *source;     /* to the source of its sessions */
    const char *sources[2]; /* the same, if there is no SOURCE */
    const char
        *secrets[4]; /* to its password or the name of its key chain; the first one found counts */
    const char *algorithm;   /* to how it signs with a key chain: "md5" or "ao" */
    const char *port;        /* to the port on which it listens */
    const char *off;         /* to a branch that turns the entry off */
    const char *any;         /* the name of an entry that means any peer */
    const char *peer;        /* not a path: the address of all entries */
    enum neighbor_kind kind; /* the kind of entries without an address */
    bool range;              /* entries are networks from which peers may connect */
    bool groups;             /* NAME may lead to the name of a peer group */
    bool common;             /* entries without a peer group inherit the settings of the instance */
    bool around; /* the source may be that of a branch around the entry, up to the protocol */
    bool apart;  /* with rows inside, entries share no peer groups; without, entries of one name are
                    different sessions, and an entry inherits from its peer group, then from the
                    branches around it, up to the protocol */
    bool calls;  /* PORT leads to the port to which the router connects */
    /* Sets the attributes that rows cannot describe. */
    void (*more)(struct neighbor *neighbor, const struct branch *entry);
};

/* How a dialect is read. */
struct dialect_rows {
    struct hierarchy_words words;
    const struct row *row;         /* the last has neither LIST nor BLOCK */
    const struct chain_row *chain; /* or NULL */
    secret_reader read;
    /* Adds the keys of PEERING, with ROWS->data, instead of by CHAIN and READ; or NULL */
    void (*add)(const struct rows *rows, const struct peering *peering,
                const struct branch *secret);
    const char
        *refuses; /* the text of a secret by which an entry does not inherit secrets of that kind */
    bool hidden;  /* the router may print a password without its value */
    /* Returns the address or interface that VALUE, a session's source, means, or NULL if none. */
    const struct branch *(*find_source)(const struct branch *value);
};

/* The state while a configuration is read by rows. */
struct rows {
    const struct dialect_rows *dialect;
    const struct import *import;
    struct hierarchy *hierarchy; /* owned */
    struct branch *root;         /* of the configuration */
    struct neighbors *neighbors;
    struct interfaces *interfaces;
    struct budget said, read;  /* for document_say(), and for all that reads the branches */
    struct chains *chains;     /* NULL if the dialect has none */
    void *data;                /* the dialect's own */
    struct document *document; /* owned: the text of the branches if it was JSON, or NULL */
};

/* Returns the state for reading a configuration of LENGTH bytes, which has no branches yet. DIALECT
 * and IMPORT must outlive it. Free with rows_import(). */
struct rows *rows_new(const struct dialect_rows *dialect, size_t length,
                      const struct import *import);

/* Reads the neighbors, peer groups and ranges below AT into INSTANCE ("vrf RED"), NULL for none. */
void rows_read(struct rows *rows, const struct branch *at, const char *instance);

/* Reads AT as rows_read() does, but by ROW instead of the dialect's rows. */
void rows_read_by(struct rows *rows, const struct row *row, const struct branch *at,
                  const char *instance);

/* Adds the keys of each session read so far that has a password, and forgets these sessions. */
void rows_add_keys(struct rows *rows);

/* Does the same and frees ROWS and its branches. */
void rows_import(struct rows *rows);

/* Reads the addresses at PATH below INTERFACE into ROWS, as addresses of the interface NAME. */
void rows_read_addresses(const struct rows *rows, const struct branch *interface, const char *path,
                         const char *name);

/* Does the same for each interface in LIST below AT, whose word is its name, and each of PATHS,
 * which end with NULL. */
void rows_read_interfaces(const struct rows *rows, const struct branch *at, const char *list,
                          const char *const *paths);

/* Removes the branch to which the words of STATEMENT from INDEX on lead below AT. */
void rows_forget(struct branch *at, const struct statement *statement, unsigned index);

/* Adds STATEMENT and its children below AT. A statement with "no" or "default" removes its branch;
 * in NX-OS, "no feature bgp" removes the router and "no neighbor A remote-as" the neighbor. Skips
 * descriptions. */
void rows_say(struct branch *at, const struct statement *statement);

/* Adds the statements in TEXT, and the addresses of interfaces, to ROWS. */
void rows_say_lines(const struct rows *rows, const struct statement *text);

/* Adds the keys of the LENGTH bytes of TEXT, whose lines are indented, as DIALECT describes them.
 * ARRANGE, unless it is NULL, is called with the statements before they are read. */
void rows_import_lines(const struct dialect_rows *dialect, const char *text, size_t length,
                       void (*arrange)(struct statement *root), const struct import *import);

/* Adds the JSON in TEXT, where NAMES tells how the dialect names things, to ROWS. */
void rows_say_json(struct rows *rows, struct word text, const struct document_names *names);

/* Sets the kind and the peer group of NEIGHBOR by "interface [v6only] [peer-group NAME]" in ENTRY,
 * as FRR and its relatives write it. */
void rows_read_unnumbered(struct neighbor *neighbor, const struct branch *entry);

/* A secret_reader for passwords like Cisco's: a literal word, or a digit for the type and a word of
 * that type. It can read only type 0. */
bool rows_typed_secret(const struct branch *secret, struct key *key, const struct import *import);

/* Returns true if VALUE, a secret without quotes, is not the last word on its line, and adds a
 * problem if so: the secret has spaces. */
bool rows_report_cut(const struct branch *value, const struct import *import);

/* A secret_reader for a secret that is the word after SECRET, as secret_from_word() reads it. An
 * empty word is a problem, and so are several words. */
bool rows_plain_secret(const struct branch *secret, struct key *key, const struct import *import);

#endif
