/* Key chains: keys that follow one another, independent of a router's syntax.
 *
 * A chain is read once, however many sessions name it. Each session gets copies of its keys.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_MODEL_KEY_CHAIN_H
#define TCPAUTH_KEYS_IMPORT_MODEL_KEY_CHAIN_H

#include "keys/import/budget.h"
#include "neighbors.h"

/* A key of a chain. */
struct chain_key {
    struct key *key; /* without name, ends and port */
    struct word number;
    const char *suffix; /* what else distinguishes it from keys with the same number, or NULL */
    const void *entry;  /* the entry that the dialect read it from */
    bool is_ao;         /* it is for TCP-AO even if its session does not specify that */
    const char *no_ao;  /* why TCP-AO cannot use it, or NULL */
};

struct key_chain {
    struct word name;
    GPtrArray *keys; /* struct chain_key *, owned */
};

/* Returns a chain without keys. The text of NAME must outlive it. Free with key_chain_free(). */
struct key_chain *key_chain_new(struct word name);
void key_chain_free(struct key_chain *chain);

/* Adds a copy of KEY and takes ownership of KEY's key. The other members must outlive the chain. */
void key_chain_add(struct key_chain *chain, const struct chain_key *key);

/* Limits the validity of the keys from INDEX FIRST on: each ends when the next begins, if not
 * before. The reason is that a router signs with the key that began last. */
void key_chain_end_keys(struct key_chain *chain, unsigned first);

/* Extends the validity of KEY by SECONDS before and after; to all times if SECONDS is negative. */
void key_widen(struct key *key, int64_t seconds);

/* Makes KEY a key for MD5: without MAC length, KeyIDs and a rule for TCP options. */
void key_use_for_md5(struct key *key);

/* Completes KEY, a copy for a session of ORIGIN, with the session's settings. Returns false if the
 * session does not use the key. */
typedef bool (*key_finisher)(struct key *key, const struct chain_key *origin, void *data);

/* Adds a copy for PEERING of each key in CHAIN for which FINISH, called with DATA, returns true; of
 * all keys if FINISH is NULL. Each key is charged to BUDGET, as a repetition by LINE. */
void key_chain_add_keys(const struct key_chain *chain, const struct peering *peering,
                        struct budget *budget, unsigned line, key_finisher finish, void *data);

#endif
