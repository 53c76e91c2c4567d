/* What SR OS configures of a session for its keys.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "sros-session.h"

#include "sros-keychain.h"

void sros_report_once(const struct sros_scope *scope, const struct branch *at, const char *message)
{
    if (g_hash_table_add(scope->reported, (void *)at))
        import_problem(scope->import, at->line, "%s", message);
}

/* A chain as the classic CLI or the MD-CLI has it, or as an excerpt begins. */
static const struct branch *find_chain(const struct sros_scope *scope, struct word name)
{
    const struct branch *security = branch_get(branch_get(scope->root, "system"), "security");
    const struct branch *const places[] = {
        branch_get(security, "keychain"), branch_get(branch_get(security, "keychains"), "keychain"),
        branch_get(scope->root, "keychain")};
    const struct branch *chain = NULL;

    for (unsigned i = 0; !chain && i < G_N_ELEMENTS(places); i++)
        chain = branch_get_word(places[i], name);
    return chain;
}

static const GArray *keys_of(const struct sros_scope *scope, const struct branch *chain)
{
    GArray *keys = g_hash_table_lookup(scope->chains, chain);
    if (!keys) {
        keys = sros_keychain_read(scope->import, chain);
        g_hash_table_insert(scope->chains, (void *)chain, keys);
    }
    return keys;
}

static bool is_for_tcp_ao(const struct branch *chain)
{
    const struct branch *option = branch_get(chain, "tcp-option-number");
    return branch_get(branch_get(option, "receive"), "tcp-ao") ||
           branch_get(branch_get(option, "send"), "tcp-ao");
}

/* Both directions of a chain may have a key of one number. */
static const char *direction_of(const struct sros_key *entry)
{
    return entry->send_id == KEY_ANY_ID ? "receive" : entry->recv_id == KEY_ANY_ID ? "send" : NULL;
}

static void add_chain_key(const struct session *session, const struct sros_key *entry)
{
    struct key *key = session_key(session, entry->secret->line);
    if (!key)
        return;
    session_tell_apart(key, entry->chain, entry->number);
    if (direction_of(entry))
        import_tell_apart(key, direction_of(entry), NULL);
    key->algorithm = entry->algorithm;
    key->from = entry->from;
    key->until = entry->until;
    key_set_sent(key, entry->send_from, entry->send_until);
    if (key->algorithm != KEY_MD5) {
        key->send_id = entry->send_id;
        key->recv_id = entry->recv_id;
    }
    key->withheld = entry->unusable;
    if (key->withheld || sros_secret_set(session->import, key, entry->secret))
        import_add(session->import, key);
    else
        key_free(key);
}

static void add_chain(const struct sros_scope *scope, const struct session *session,
                      const struct branch *reference)
{
    const struct branch *chain = find_chain(scope, reference->word);
    const GArray *keys = chain ? keys_of(scope, chain) : NULL;

    if (!chain)
        sros_report_once(scope, reference, "this key chain does not exist");
    if (!keys || !budget_spend(scope->budget, keys->len, reference->line))
        return;
    for (unsigned i = 0; i < keys->len; i++) {
        const struct sros_key *key = &g_array_index(keys, struct sros_key, i);
        if (key->algorithm == KEY_MD5 || is_for_tcp_ao(chain))
            add_chain_key(session, key);
        else
            sros_report_once(scope, chain,
                             "this is the TCP Enhanced Authentication Option, an older draft than "
                             "TCP-AO, which cannot be verified");
    }
}

static void add_password(const struct session *session, const struct branch *secret)
{
    struct key *key = session_key(session, secret->line);
    if (key && sros_secret_set(session->import, key, secret))
        import_add(session->import, key);
    else
        key_free(key);
}

/* The key chain counts where there are both. */
void sros_session_add(const struct sros_scope *scope, struct session session,
                      const struct sros_levels *levels)
{
    session.import = scope->import;
    session.vrf = scope->vrf;
    session.interfaces = scope->interfaces;
    for (unsigned i = 0; i < G_N_ELEMENTS(levels->at) && session.local.length == 0; i++) {
        const struct branch *local = branch_value(levels->at[i], "local-address");
        if (local)
            session.local = local->word;
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(levels->at); i++) {
        const struct branch *md_chain = branch_value(levels->at[i], "authentication-keychain");
        const struct branch *chain =
            md_chain ? md_chain : branch_value(levels->at[i], "auth-keychain");
        const struct branch *secret = branch_value(levels->at[i], "authentication-key");
        if (chain)
            add_chain(scope, &session, chain);
        else if (secret)
            add_password(&session, secret);
        if (chain || secret)
            return;
    }
}
