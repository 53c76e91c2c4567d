/* Key chains: keys that follow one another, whatever a router writes them in.
 *
 * A chain is read once, however many sessions name it. Each session gets copies of its keys.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_MODEL_KEY_CHAIN_H
#define TCPAUTH_KEYS_IMPORT_MODEL_KEY_CHAIN_H

#include "keys/import/budget.h"
#include "neighbors.h"

/* A key as the chain tells it. */
struct chain_key {
    struct key *key; /* without name, ends and port */
    struct word number;
    const char *suffix; /* what else tells it apart in the chain, or NULL */
    const void *entry;  /* where the dialect has it from */
    bool is_ao;         /* it is for TCP-AO even if its session does not say so */
    const char *no_ao;  /* why it cannot serve TCP-AO, or NULL */
};

struct key_chain {
    struct word name;
    GPtrArray *keys; /* struct chain_key *, owned */
};

/* Returns a chain without keys, whose NAME must outlive it. Free with key_chain_free(). */
struct key_chain *key_chain_new(struct word name);
void key_chain_free(struct key_chain *chain);

/* Adds a copy of KEY. The chain owns KEY's key; its other members must outlive the chain. */
void key_chain_add(struct key_chain *chain, const struct chain_key *key);

/* Lets the keys from the one at FIRST on end when the next of them begins, if not before: of all
 * keys that have begun, a router signs with the youngest. */
void key_chain_end_keys(struct key_chain *chain, unsigned first);

/* Lets receivers accept KEY so many SECONDS before and after its time; at any time if they are less
 * than 0. */
void key_widen(struct key *key, int64_t seconds);

/* Makes KEY one for MD5: without what TCP-AO alone has. */
void key_use_for_md5(struct key *key);

/* Gives KEY, a copy for a session, what the session tells of it. Returns false if the session has
 * no such key. */
typedef bool (*key_finisher)(struct key *key, const struct chain_key *origin, void *data);

/* Adds a key for PEERING of each in CHAIN that FINISH, called with DATA, lets through; NULL
 * lets all through. What LINE
 * repeats so is paid from BUDGET. */
void key_chain_add_keys(const struct key_chain *chain, const struct peering *peering,
                        struct budget *budget, unsigned line, key_finisher finish, void *data);

#endif
