/* Reads key chains from the tree of a configuration, as a table describes them.
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

/* Reads the secret below SECRET into KEY, or sets the reason why KEY has none. SECRET is the branch
 * before the value. The value may be missing only if the dialect allows that. Returns false and
 * adds a problem if the secret cannot be read. */
typedef bool (*secret_reader)(const struct branch *secret, struct key *key,
                              const struct import *import);

/* The keys of a chain for one direction, or for both. */
struct chain_direction {
    const char *list;   /* the path from the chain to its keys, whose names are their numbers */
    const char *suffix; /* the name of the direction in the names of keys, or NULL */
    bool sends, accepts;
};

/* When a router signs with a key, or accepts it, in microseconds since 1970: FROM <= time < UNTIL.
 */
struct lifetime {
    int64_t from, until;
};

/* How a dialect writes its key chains. Paths are words with "/" between them; NULL if the dialect
 * has no such thing. */
struct chain_row {
    const char *words[2]; /* the branches before the name of a chain */
    const char *lists[3]; /* from a router, or an excerpt of a configuration, to its chains */
    const struct chain_direction *directions; /* the last has no list; NULL: "key", both ways */
    const char *off[2];       /* from a key to a branch that turns it off, so that it is not read */
    const char *secrets[2];   /* from a key to its secret; the first counts */
    bool empty_secrets;       /* the reader of secrets reports one without a value */
    const char *name;         /* from a chain to its name, if it is not the word of its branch */
    const char *no_chain;     /* the problem if a chain does not exist, or NULL: the usual one */
    const char *no_secret;    /* the problem if a key has no secret; NULL: it is no problem */
    const char *algorithm;    /* from a key to its algorithm */
    const char *no_algorithm; /* why TCP-AO cannot use a key without one, if so */
    const char *only_md5; /* the problem if a session without TCP-AO uses a key that is not for MD5,
                             if only the session tells which of them it uses */
    bool only_ao;         /* all keys are for TCP-AO, whatever their algorithm */
    const char *kind;     /* from a key to "ao"; a key without it may be for MD5 */
    const char *ao_options[2];     /* from the chain to the values that it must have for TCP-AO */
    const char *options;           /* from a key to "enabled" if it covers TCP options */
    bool options_open;             /* without OPTIONS, it may cover them or not; else it does not */
    const char *send_id, *recv_id; /* from a key */
    bool numbers_are_ids;          /* the keys' numbers are their KeyIDs */
    const char *bad_id;            /* the problem if a KeyID is invalid */
    const char *begin,
        *end; /* from a key to its times; it ends at the latest when the next begins */
    bool (*read_time)(const struct branch *value, int64_t *time);
    const char *bad_time;        /* the problem if READ_TIME or READ_LIFETIME returns false */
    const char *sent, *accepted; /* from a key to its lifetimes; without them it has no limit */
    bool lifetimes_alike;        /* but if it has only one of them, the other is the same */
    bool (*read_lifetime)(const struct branch *words, struct lifetime *lifetime, void *data);
    const char *tolerance;   /* from a key or a chain to the seconds by which clocks may differ */
    int64_t usual_tolerance; /* if the configuration has none */
    uint64_t max_tolerance;  /* the router refuses a greater one; 0: it refuses none */
};

struct chains;

/* Returns the chains of a configuration. ROW describes how its dialect writes them, and READ reads
 * their secrets. DATA is for the functions of ROW. Each key that a session gets is charged to
 * BUDGET. ROW and BUDGET must outlive the chains. Free with chains_free(). */
struct chains *chains_new(const struct chain_row *row, secret_reader read, struct budget *budget,
                          void *data);
void chains_free(struct chains *chains);

/* Adds a copy for PEERING of each key in the chain that REFERENCE names. REFERENCE is the branch
 * before the name. ALGORITHM is how the session signs, "md5" or "ao", or NULL if the keys have
 * that. If the chain does not exist, or is for the option of an older draft, adds a problem and no
 * keys. */
void chains_add_keys(struct chains *chains, const struct peering *peering,
                     const struct branch *reference, const struct branch *algorithm);

/* How a session uses a chain: for TCP-AO or MD5. The others are for TCP-AO. */
struct chain_use {
    bool ao;
    struct word algorithm;    /* if AT is NULL, the key tells it */
    enum key_options options; /* KEY_ANY_OPTIONS: the key tells them */
    enum key_signature signature;
};

/* Adds a copy for PEERING of each key in CHAIN, which LINE names, as the session's USE demands. */
void chains_add_copies(struct chains *chains, const struct peering *peering,
                       const struct branch *chain, const struct chain_use *use, unsigned line);

/* Returns the branch at PATH below AT, or NULL if there is none. AT may be NULL. */
const struct branch *branch_at(const struct branch *at, const char *path);

/* Returns the first child of the branch at PATH below AT, its value. Returns NULL if there is none
 * or PATH is NULL. */
const struct branch *branch_value_at(const struct branch *at, const char *path);

/* Returns WORD and the words below it, with spaces between them, empty if WORD is NULL. Do not use
 * it for secrets. Free with g_free(). */
char *branch_text(const struct branch *word);

/* Adds the problem MESSAGE at the line of BRANCH to IMPORT, unless BRANCH has one already. */
void branch_report(const struct branch *branch, const struct import *import, const char *message);

#endif
