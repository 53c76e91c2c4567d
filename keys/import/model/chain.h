/* Key chains in the tree of a configuration, told by a table: keys that follow one another.
 *
 * A chain is read once, however many sessions name it. Each session gets copies of its keys.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_MODEL_CHAIN_H
#define TCPAUTH_KEYS_IMPORT_MODEL_CHAIN_H

#include "keys/import/budget.h"
#include "keys/import/text/hierarchy.h"
#include "neighbors.h"

/* Reads the secret at SECRET into KEY, or why KEY has none. SECRET is the branch before the value,
 * which may be missing only where the dialect says so. Returns false and adds a problem if the
 * secret cannot be read. */
typedef bool (*secret_reader)(const struct branch *secret, struct key *key,
                              const struct import *import);

/* The keys of a chain for one direction, or for both. */
struct chain_direction {
    const char
        *list; /* the path from the chain to its keys, each of which is named by its number */
    const char *suffix; /* what names tell the direction by, or NULL */
    bool sends, accepts;
};

/* How a dialect writes its key chains. Paths are words with "/" between them; NULL if the dialect
 * has no such thing. */
struct chain_row {
    const char *words[2];                     /* of the branches that name a chain */
    const char *lists[3];                     /* from a router, or an excerpt, to its chains */
    const struct chain_direction *directions; /* the last has no list; NULL: "key", both ways */
    const char *secrets[2];                   /* from a key to its secret; the first counts */
    const char *no_secret;         /* the problem of a key without; NULL: it is no problem */
    const char *algorithm;         /* from a key to its algorithm */
    bool only_ao;                  /* the keys are TCP-AO's, whatever their algorithm */
    const char *kind;              /* from a key to "ao"; without it, it may serve MD5 */
    const char *ao_options[2];     /* from the chain to what it must have for TCP-AO */
    const char *options;           /* from a key to whether TCP options are "enabled" */
    const char *send_id, *recv_id; /* from a key */
    bool numbers_are_ids;          /* the keys' numbers are their KeyIDs */
    const char *bad_id;            /* the problem of what is no KeyID */
    const char *begin, *end;       /* from a key; it also ends when the next begins */
    bool (*read_time)(const struct branch *value, int64_t *time);
    const char *bad_time;    /* the problem of what READ_TIME refuses */
    const char *tolerance;   /* from a key or a chain: by how many seconds clocks may differ */
    int64_t usual_tolerance; /* unless the configuration tells */
};

struct chains;

/* Returns the chains of a configuration whose dialect writes them as ROW says and has secrets that
 * READ reads. What they give to sessions is paid from BUDGET. All must outlive the chains. Free
 * with chains_free(). */
struct chains *chains_new(const struct chain_row *row, secret_reader read, struct budget *budget);
void chains_free(struct chains *chains);

/* Adds to IMPORT a key for PEERING of each key in the chain that REFERENCE names: a branch before
 * the name. ALGORITHM is how the session signs, "md5" or "ao", or NULL if the keys tell. Nothing is
 * added, but a problem, if the chain does not exist or is for the option of an older draft. */
void chains_add_keys(struct chains *chains, const struct peering *peering,
                     const struct branch *reference, const struct branch *algorithm);

/* Returns the branch at PATH behind AT, or NULL. AT may be NULL. */
const struct branch *branch_at(const struct branch *at, const char *path);

/* Returns the first branch behind PATH at AT, or NULL if there is none or PATH is NULL. */
const struct branch *branch_value_at(const struct branch *at, const char *path);

#endif
