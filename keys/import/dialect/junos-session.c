/* What Junos configures of a session for its keys.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "junos-session.h"

#include "junos-keychain.h"

/* A reference that many sessions inherit is one problem. */
static void report_once(const struct junos_scope *scope, const struct branch *at,
                        const char *message)
{
    if (g_hash_table_add(scope->reported, (void *)at))
        import_problem(scope->import, at->line, "%s", message);
}

static const struct branch *chains_of(const struct branch *router)
{
    return branch_get(branch_get(branch_get(router, "security"), "authentication-key-chains"),
                      "key-chain");
}

/* The keys of the chain that REFERENCE names; NULL and a problem if there is none. */
static const GArray *find_chain(const struct junos_scope *scope, const struct branch *reference)
{
    /* The last two are what an excerpt begins with. */
    const struct branch *const places[] = {
        chains_of(scope->router), chains_of(scope->root),
        branch_get(branch_get(scope->root, "authentication-key-chains"), "key-chain"),
        branch_get(scope->root, "key-chain")};
    const struct branch *chain = NULL;

    for (unsigned i = 0; !chain && i < G_N_ELEMENTS(places); i++)
        chain = branch_get_word(places[i], reference->word);
    if (!chain) {
        report_once(scope, reference, "this key chain does not exist");
        return NULL;
    }
    GArray *keys = g_hash_table_lookup(scope->chains, chain);
    if (!keys) {
        keys = junos_keychain_read(scope->import, chain);
        g_hash_table_insert(scope->chains, (void *)chain, keys);
    }
    return keys;
}

static void add_chain_key(const struct session *session, const struct junos_key *entry, bool ao)
{
    struct key *key = session_key(session, entry->line);
    if (!key)
        return;
    session_tell_apart(key, entry->chain, entry->number);
    key->from = entry->from;
    key->until = entry->until;
    key_set_sent(key, entry->send_from, entry->send_until);
    if (ao) {
        key->algorithm = entry->algorithm;
        key->send_id = entry->send_id;
        key->recv_id = entry->recv_id;
        key->options = entry->options;
        key->withheld = entry->unusable;
    }
    if (key->withheld || junos_secret_set(session->import, key, entry->line, entry->secret))
        import_add(session->import, key);
    else
        key_free(key);
}

static void add_chain(const struct junos_scope *scope, const struct session *session,
                      const struct branch *reference, const struct branch *algorithm)
{
    const bool ao = algorithm && word_is(algorithm->word, "ao");
    if (algorithm && !ao && !word_is(algorithm->word, "md5")) {
        report_once(scope, algorithm,
                    "this is the TCP Enhanced Authentication Option, an older draft than TCP-AO, "
                    "which cannot be verified");
        return;
    }
    const GArray *keys = find_chain(scope, reference);
    if (!keys || !budget_spend(scope->budget, keys->len, reference->line))
        return;
    for (unsigned i = 0; i < keys->len; i++) {
        const struct junos_key *key = &g_array_index(keys, struct junos_key, i);
        add_chain_key(session, key, ao || key->ao);
    }
}

static void add_password(const struct session *session, const struct branch *password)
{
    const struct branch *secret = branch_first(password);
    const unsigned line = secret ? secret->line : password->line;
    struct key *key = session_key(session, line);

    if (key && junos_secret_set(session->import, key, line, secret))
        import_add(session->import, key);
    else
        key_free(key);
}

static const struct branch *nearest(const struct junos_levels *levels, const char *word)
{
    const struct branch *value = NULL;
    for (unsigned i = 0; !value && i < G_N_ELEMENTS(levels->at); i++)
        value = branch_value(levels->at[i], word);
    return value;
}

/* A key and a key chain exclude each other: the nearest of either counts. */
void junos_session_add(const struct junos_scope *scope, struct session session,
                       const struct junos_levels *levels, const char *local)
{
    const struct branch *address = nearest(levels, local);
    session.import = scope->import;
    session.vrf = scope->vrf;
    session.realm = scope->realm;
    if (address && session.local.length == 0)
        session.local = address->word;

    for (unsigned i = 0; i < G_N_ELEMENTS(levels->at); i++) {
        const struct branch *chain = branch_value(levels->at[i], "authentication-key-chain");
        const struct branch *password = branch_get(levels->at[i], "authentication-key");
        if (chain)
            add_chain(scope, &session, chain, nearest(levels, "authentication-algorithm"));
        else if (password)
            add_password(&session, password);
        if (chain || password)
            return;
    }
}
