/* The common parts of Cisco's configurations: passwords, key chains and lists.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_CISCO_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_CISCO_H

#include "cisco-clock.h"
#include "keys/import/model/rows.h"

/* The differences between the systems. */
enum cisco_rule {
    CISCO_KINDS_IN_WORDS = 1 << 0, /* "encrypted 0822..." and "clear ...", not "7 0822..." */
    CISCO_LOCAL_TIME = 1 << 1,     /* the times in key chains are local by default */
};

/* A configuration being read. */
struct cisco {
    const struct import *import;
    struct statement *root; /* owned */
    enum cisco_rule rules;
    struct interfaces *interfaces;
    struct hierarchy *tree; /* owned: the key chains */
    struct chains *chains;  /* those that were read */
    GHashTable *lists;      /* word table of GPtrArray of const struct statement *, their lines */
    GPtrArray *secrets;     /* struct cisco_secret *, owned, of neighbors */
    struct cisco_clock clock;
    struct budget budget; /* for the keys that sessions get from key chains and lists */
};

/* Reads LENGTH bytes of TEXT by RULES, and the key chains, lists and interfaces in them. TEXT and
 * IMPORT must outlive CISCO. Free with cisco_clear(). */
void cisco_init(struct cisco *cisco, enum cisco_rule rules, const struct import *import,
                const char *text, size_t length);
void cisco_clear(struct cisco *cisco);

/* Prepares CISCO for its key chains. */
void cisco_init_chains(struct cisco *cisco);

/* Reads a block "key chain NAME", or a line of one, which adds to the blocks before it. */
void cisco_say_chain(struct cisco *cisco, const struct statement *statement);

/* Reads "tcp ao" of IOS XR and the lines below it, which tell the KeyIDs of key chains that were
 * read. */
void cisco_say_ao(struct cisco *cisco, const struct statement *statement);

/* Sets the source of NEIGHBOR's sessions to the interface or address WORDS. */
void cisco_set_source(struct neighbor *neighbor, struct word words);

/* A password or the name of a key chain. */
struct cisco_secret {
    unsigned line;
    struct word kind; /* the word before it: "ao" or "tcp-ao" is for a key chain with TCP-AO,
                         "keychain" or "key-chain" for one with MD5, any other for a password */
    struct word text; /* the rest of the line */
};

/* Return the secret that begins with the word at INDEX of STATEMENT, or that is the value of the
 * branch KIND. */
struct cisco_secret cisco_secret(const struct statement *statement, unsigned index);
struct cisco_secret cisco_secret_of(const struct branch *kind);

/* Gives NEIGHBOR a copy of SECRET. */
void cisco_set_secret(struct cisco *cisco, struct neighbor *neighbor, struct cisco_secret secret);

/* Adds the keys of the neighbors with secrets from the functions above, and frees NEIGHBORS. */
void cisco_add_neighbors(struct cisco *cisco, struct neighbors *neighbors);

/* Adds the keys of the sessions in the text of LENGTH bytes that CISCO was read from: those that
 * each of PROTOCOLS describes, which end with NULL, after the other. */
void cisco_read_rows(struct cisco *cisco, size_t length, const struct row *const *protocols);

/* Gives KEY the password SECRET, or the reason why it is withheld. Returns false and adds a problem
 * if it is malformed. */
bool cisco_password(const struct import *import, enum cisco_rule rules,
                    const struct cisco_secret *secret, struct key *key);

/* Adds the keys of PEERING from the key chain SECRET. Adds a problem if there is no such key
 * chain. */
void cisco_add_chain(struct cisco *cisco, const struct peering *peering,
                     const struct cisco_secret *secret);

/* If "vrf NAME" is at INDEX of STATEMENT, sets *VRF to NAME and returns the index after it.
 * Otherwise returns INDEX. */
unsigned cisco_vrf(const struct statement *statement, unsigned index, struct word *vrf);

/* Add the keys of LDP, MSDP and SXP sessions as IOS and NX-OS write them. */
void cisco_read_ldp(struct cisco *cisco);
void cisco_read_msdp(struct cisco *cisco);
void cisco_read_sxp(struct cisco *cisco);

#endif
