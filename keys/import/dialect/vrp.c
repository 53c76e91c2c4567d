/* Reads keys out of configurations of Huawei VRP, and of HPE Comware as far as it has the same
 * commands.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "vrp.h"

#include "dialects.h"
#include "keys/import/model/session.h"
#include "vrp-keychain.h"
#include "vrp-peer.h"
#include "vrp-secret.h"

#include <string.h>

static const char enhanced[] = "this is the TCP Enhanced Authentication Option, an older draft "
                               "than TCP-AO, which cannot be verified";

static const struct key_chain *keys_of(const struct vrp *vrp, const struct statement *policy,
                                       const struct statement *chain)
{
    struct key_chain *keys = g_hash_table_lookup(vrp->known, policy);
    if (!keys) {
        keys = vrp_keychain_read(vrp->import, policy, chain, vrp->zone);
        g_hash_table_insert(vrp->known, (void *)policy, keys);
    }
    return keys;
}

/* Adds the keys of PEERING from the key chain of the policy that the word at INDEX names. */
static void add_policy(const struct vrp *vrp, const struct statement *reference, unsigned index,
                       const struct peering *peering)
{
    const struct statement *policy =
        word_table_get(vrp->policies, statement_word(reference, index));
    const struct statement *binding = policy ? statement_find(policy, "binding keychain *") : NULL;
    const struct statement *chain =
        binding ? word_table_get(vrp->chains, statement_word(binding, 2)) : NULL;

    if (chain)
        key_chain_add_keys(keys_of(vrp, policy, chain), peering, vrp->budget, reference->line, NULL,
                           NULL);
    else
        vrp_report_once(vrp, reference, "this TCP-AO policy or its key chain does not exist");
}

static void add_password(const struct vrp *vrp, const struct statement *statement, unsigned index,
                         const struct peering *peering)
{
    struct key *key = peering_key(peering, vrp->import, statement->line);
    import_add_if(vrp->import, key, vrp_secret_set(vrp->import, key, statement, index, index + 1));
}

/* Adds the keys of PEERING, whose statement is "peer NAME password ...", "... keychain ..." or
 * "... tcp-ao ...". */
static void add_peering(const struct peering *peering, const struct import *import G_GNUC_UNUSED,
                        void *data)
{
    const struct vrp *vrp = data;
    const struct statement *statement = peering->owner->password;
    unsigned index = vrp_verb(statement, 0);

    if (statement_is(statement, index + 1, "disable"))
        return;
    if (statement_is(statement, index, "keychain"))
        vrp_report_once(vrp, statement, enhanced);
    else if (statement_is(statement, index, "password"))
        add_password(vrp, statement, index + 1, peering);
    else
        add_policy(vrp, statement, index + (statement_is(statement, index + 1, "policy") ? 2 : 1),
                   peering);
}

/* Adds the key of PEERING with an RPKI cache: "tcp port 323 password md5 SECRET". */
static void add_cache(const struct peering *peering, const struct import *import G_GNUC_UNUSED,
                      void *data)
{
    const struct vrp *vrp = data;
    const struct statement *statement = peering->owner->password;
    const unsigned index = vrp_word_after(statement, "password");
    if (index > 0)
        add_password(vrp, statement, index + statement_is(statement, index, "md5"), peering);
    else
        vrp_report_once(vrp, statement, enhanced);
}

/* Sets *PEERING to the session with PEER, which LINE of LDP names. Returns false if PEER is
 * invalid. Free the name of *PEERING with g_free(). */
static bool ldp_peering(const struct vrp *vrp, const struct vrp_ldp_line *line, struct word peer,
                        struct peering *peering)
{
    const bool is_local_known = line->vrf.length == 0 && !vrp->other_transport;
    const struct session session = {
        .import = vrp->import,
        .protocol = "ldp ",
        .port = "646",
        .peer = word_is(peer, "all") ? (struct word){"*", 1, 0} : peer,
        .alias = peer,
        .vrf = line->vrf,
        .local = is_local_known ? vrp->lsr_id : (struct word){.at = ""},
    };
    struct key *key = session_key(&session, line->statement->line);
    if (!key)
        return false;
    *peering = (struct peering){
        .name = g_strdup(key->name), .ends = {key->ends[0], key->ends[1]}, .port = key->port};
    key_free(key);
    return true;
}

/* Reads "md5-password cipher PEER SECRET", or in Comware "md5-authentication PEER cipher SECRET".
 */
static void add_ldp_password(const struct vrp *vrp, const struct statement *statement,
                             const struct peering *peering)
{
    const bool comware = statement_is(statement, 0, "md5-authentication");
    struct key *key = peering_key(peering, vrp->import, statement->line);
    import_add_if(vrp->import, key,
                  vrp_secret_set(vrp->import, key, statement, comware ? 2 : 1, 3));
}

/* Reads "authentication key-chain peer PEER name NAME". It may also have "all" for "peer PEER", and
 * "tcp-ao" for "key-chain". */
static void add_ldp_line(const struct vrp *vrp, const struct vrp_ldp_line *line)
{
    const struct statement *statement = line->statement;
    const bool policy = statement_is(statement, 0, "authentication");
    const unsigned index = policy ? 2u + statement_is(statement, 2, "peer")
                                  : 1u + statement_is(statement, 0, "md5-password");
    struct peering peering;

    if (statement_is(statement, index, "peer-group")) {
        import_problem(vrp->import, statement->line, "the peers of an ip-prefix list are not read");
        return;
    }
    if (!ldp_peering(vrp, line, statement_word(statement, index), &peering))
        return;
    if (!policy)
        add_ldp_password(vrp, statement, &peering);
    else if (statement_is(statement, 1, "tcp-ao"))
        add_policy(vrp, statement, index + 2, &peering);
    else
        vrp_report_once(vrp, statement, enhanced);
    g_free(peering.name);
}

static void read_vrp(const char *text, size_t length, const struct import *import)
{
    struct vrp *vrp = vrp_read(text, length, import);
    struct budget budget = budget_for(length, import);

    vrp->budget = &budget;
    neighbors_visit(vrp->bgp, vrp->interfaces, import, add_peering, vrp);
    neighbors_visit(vrp->msdp, vrp->interfaces, import, add_peering, vrp);
    neighbors_visit(vrp->rpki, vrp->interfaces, import, add_cache, vrp);
    for (unsigned i = 0; i < vrp->ldp->len; i++)
        add_ldp_line(vrp, &g_array_index(vrp->ldp, struct vrp_ldp_line, i));
    vrp_free(vrp);
}

static const struct sign signs[] = {
    {"sysname *", 60},
    {"ipv4-family *", 40},
    {"ipv6-family *", 40},
    {"peer * as-number *", 60},
    {"peer * connect-interface *", 60},
    {"peer * group *", 30},
    {"peer * password cipher *", 60},
    {"peer * password simple *", 60},
    {"group * external", 30},
    {"group * internal", 30},
    {"keychain * mode *", 60},
    {"md5-authentication *", 40},
    {"md5-password *", 60},
    {"mpls lsr-id *", 30},
    {"tcp ao *", 20},
    {"undo *", 20},
    {NULL, 0},
};

const struct dialect dialect_vrp = {"vrp", "Huawei VRP and HPE Comware", signs, read_vrp, false};
