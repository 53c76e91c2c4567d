/* What the configurations of Cisco's systems have in common: passwords, key chains and lists.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_CISCO_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_CISCO_H

#include "keys/import/budget.h"
#include "keys/import/model/neighbors.h"
#include "keys/import/text/statement.h"

/* How the systems differ. */
enum cisco_rule {
    CISCO_KINDS_IN_WORDS = 1 << 0, /* "encrypted 0822..." and "clear ...", not "7 0822..." */
    CISCO_LOCAL_TIME = 1 << 1,     /* the times in key chains are local unless said otherwise */
};

/* A configuration being read. */
struct cisco {
    const struct import *import;
    struct statement *root; /* owned */
    enum cisco_rule rules;
    struct interfaces *interfaces;
    GHashTable *chains;   /* word table of const struct statement *, the key chains */
    GHashTable *known;    /* such a statement -> struct key_chain *, owned: its keys */
    GHashTable *lists;    /* word table of GPtrArray of const struct statement *, their lines */
    GHashTable *ao_ids;   /* char *: "CHAIN KEY" -> const struct statement *, its ids (IOS XR) */
    GPtrArray *passwords; /* struct password *, of neighbors */
    char zone[7];         /* of local time, as ISO 8601 writes it */
    struct budget budget; /* of what key chains and lists give to sessions */
};

/* Reads LENGTH bytes of TEXT, and in them what the sessions of the configuration may name. */
void cisco_init(struct cisco *cisco, const struct import *import, const char *text, size_t length);
void cisco_clear(struct cisco *cisco);

/* Sets the interface or address, named by WORDS, that NEIGHBOR's sessions begin at. */
void cisco_set_source(struct neighbor *neighbor, struct word words);

/* Gives NEIGHBOR the password or the key chain that stands in STATEMENT from the word at INDEX
 * on. The word before it tells what it is: "ao" a key chain for TCP-AO, "keychain" or
 * "key-chain" one for MD5, anything else a password. */
void cisco_set_password(struct cisco *cisco, struct neighbor *neighbor,
                        const struct statement *statement, unsigned index);

/* Adds the keys of the neighbors that have got passwords so, and frees NEIGHBORS. */
void cisco_add_neighbors(struct cisco *cisco, struct neighbors *neighbors);

/* Gives KEY the secret that stands in STATEMENT from the word at INDEX on, or the reason why it is
 * withheld. False and a problem if it is malformed. */
bool cisco_password(const struct cisco *cisco, const struct statement *statement, unsigned index,
                    struct key *key);

/* Adds the keys of PEERING from the key chain that the word at INDEX of STATEMENT names: TCP-AO
 * keys if the word before is "ao", MD5 keys otherwise. A problem if there is no such key chain. */
void cisco_add_chain(struct cisco *cisco, const struct peering *peering,
                     const struct statement *statement, unsigned index);

/* Gives KEY the time from which on, and until which, ENTRY of a key chain is sent or accepted.
 * False and a problem if that is malformed. */
bool cisco_lifetimes(const struct cisco *cisco, const struct statement *entry, struct key *key);

/* Calls ADD for each address or prefix that the list of this name permits, or for "*" if it permits
 * any; a problem at LINE if there is no such list. */
void cisco_each_permitted(struct cisco *cisco, struct word name, unsigned line,
                          void (*add)(const char *permitted, void *data), void *data);

/* Returns the index behind "vrf NAME" if that stands at INDEX of STATEMENT, and sets *VRF to NAME;
 * else returns INDEX. */
unsigned cisco_vrf(const struct statement *statement, unsigned index, struct word *vrf);

/* Who lends a block what it does not say itself: "session-group NAME" to "use session-group NAME"
 * in IOS XR, "template peer NAME" to "inherit peer NAME" in NX-OS. */
struct cisco_inheritance {
    const char *inherit;
    const char *define;   /* what stands before the kind, or NULL */
    const char *kinds[2]; /* the first counts more */
};

/* Adds the keys of the BGP neighbors that have blocks of their own. */
void cisco_read_bgp_blocks(struct cisco *cisco, const struct cisco_inheritance *rules);

/* Add the keys of LDP and MSDP sessions as IOS and NX-OS write them. */
void cisco_read_ldp(struct cisco *cisco);
void cisco_read_msdp(struct cisco *cisco);

#endif
