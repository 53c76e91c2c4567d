/* Junos: where in its configuration the sessions are that may have keys.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/import/text/apply-groups.h"
#include "dialects.h"
#include "keys/import/text/glob.h"
#include "junos-session.h"
#include "junos-text.h"

#include <string.h>

/* What is followed by one value. */
static const char *const single[] = {
    "algorithm",
    "authentication-algorithm",
    "authentication-key",
    "authentication-key-chain",
    "cryptographic-algorithm",
    "description",
    "hold-time",
    "local-address",
    "peer-as",
    "port",
    "recv-id",
    "secret",
    "send-id",
    "start-time",
    "tcp-ao-option",
    "tolerance",
    "transport-address",
    "type",
    NULL,
};

/* Those who may connect without being configured one by one. */
static void read_allowed(const struct junos_scope *scope, const struct junos_levels *levels,
                         struct word group, const struct branch *allowed)
{
    for (const struct branch *range = branch_first(allowed); range; range = branch_next(range)) {
        struct session session = {
            .protocol = "", .port = "179", .peer = range->word, .alias = group};
        if (word_is(range->word, "all"))
            session.peer = (struct word){"*", 1, 0};
        junos_session_add(scope, session, levels, "local-address");
    }
}

/* Neighbours that a link discovers have link-local addresses. */
static void read_dynamic(const struct junos_scope *scope, const struct branch *bgp,
                         const struct branch *group)
{
    const struct branch *name = branch_first(branch_get(group, "dynamic-neighbor"));
    for (; name; name = branch_next(name)) {
        const struct junos_levels levels = {{name, group, bgp}};
        const struct session discovered = {
            .protocol = "", .port = "179", .peer = {"fe80::/10", strlen("fe80::/10"), 0}};
        if (branch_get(name, "peer-auto-discovery"))
            junos_session_add(scope, discovered, &levels, "local-address");
        read_allowed(scope, &levels, group->word, branch_get(name, "allow"));
    }
}

static void read_bgp(const struct junos_scope *scope, const struct branch *bgp)
{
    const struct branch *group = branch_first(branch_get(bgp, "group"));
    for (; group; group = branch_next(group)) {
        const struct branch *peer = branch_first(branch_get(group, "neighbor"));
        for (; peer; peer = branch_next(peer))
            junos_session_add(scope,
                              (struct session){.protocol = "", .port = "179", .peer = peer->word},
                              &(struct junos_levels){{peer, group, bgp}}, "local-address");
        read_allowed(scope, &(struct junos_levels){{group, bgp}}, group->word,
                     branch_get(group, "allow"));
        read_dynamic(scope, bgp, group);
    }
}

static void read_msdp_peers(const struct junos_scope *scope, const struct branch *msdp,
                            const struct branch *group)
{
    const struct branch *peer = branch_first(branch_get(group ? group : msdp, "peer"));
    for (; peer; peer = branch_next(peer))
        junos_session_add(scope,
                          (struct session){.protocol = "msdp ", .port = "639", .peer = peer->word},
                          &(struct junos_levels){{peer, group, msdp}}, "local-address");
}

static void read_msdp(const struct junos_scope *scope, const struct branch *msdp)
{
    const struct branch *group = branch_first(branch_get(msdp, "group"));
    read_msdp_peers(scope, msdp, NULL);
    for (; group; group = branch_next(group))
        read_msdp_peers(scope, msdp, group);
}

/* A session is named by the peer's transport address, a session-group by a prefix of it. */
static void read_ldp(const struct junos_scope *scope, const struct branch *ldp,
                     const struct branch *instance)
{
    static const char *const kinds[] = {"session", "session-group"};
    const struct branch *own = branch_value(ldp, "transport-address");
    const struct branch *router_id =
        branch_first(branch_get(branch_get(instance, "routing-options"), "router-id"));
    const bool by_id = own && router_id && word_is(own->word, "router-id");

    for (unsigned i = 0; i < G_N_ELEMENTS(kinds); i++) {
        const struct branch *peer = branch_first(branch_get(ldp, kinds[i]));
        for (; peer; peer = branch_next(peer)) {
            const bool special = branch_value(peer, "transport-address");
            struct session session = {.protocol = "ldp ", .port = "646", .peer = peer->word};
            if (by_id && !special)
                session.local = router_id->word;
            junos_session_add(scope, session, &(struct junos_levels){{peer, ldp}},
                              "transport-address");
        }
    }
}

static void read_validation(const struct junos_scope *scope, const struct branch *validation)
{
    const struct branch *group = branch_first(branch_get(validation, "group"));
    for (; group; group = branch_next(group)) {
        const struct branch *peer = branch_first(branch_get(group, "session"));
        for (; peer; peer = branch_next(peer)) {
            const struct branch *port = branch_value(peer, "port");
            char *number = port ? word_dup(port->word) : g_strdup("2222");
            junos_session_add(
                scope, (struct session){.protocol = "rpki ", .port = number, .peer = peer->word},
                &(struct junos_levels){{peer, group}}, "local-address");
            g_free(number);
        }
    }
}

static void read_protocols(const struct junos_scope *scope, const struct branch *protocols,
                           const struct branch *instance)
{
    read_bgp(scope, branch_get(protocols, "bgp"));
    read_ldp(scope, branch_get(protocols, "ldp"), instance);
    read_msdp(scope, branch_get(protocols, "msdp"));
}

static void read_instance(const struct junos_scope *scope, const struct branch *instance)
{
    read_protocols(scope, branch_get(instance, "protocols"), instance);
    read_validation(scope, branch_get(branch_get(instance, "routing-options"), "validation"));
}

/* A router is the physical one or a logical system in it. */
static void read_router(struct junos_scope scope, const struct branch *router)
{
    const struct branch *instance = branch_first(branch_get(router, "routing-instances"));
    scope.router = router;
    read_instance(&scope, router);
    for (; instance; instance = branch_next(instance)) {
        scope.vrf = instance->word;
        read_instance(&scope, instance);
    }
}

static void read_routers(struct junos_scope scope)
{
    static const char *const kinds[] = {"logical-systems", "tenants"};
    read_router(scope, scope.root);
    for (unsigned i = 0; i < G_N_ELEMENTS(kinds); i++) {
        const struct branch *router = branch_first(branch_get(scope.root, kinds[i]));
        for (; router; router = branch_next(router)) {
            char *realm = g_strdup_printf(i == 0 ? " logical-system %.*s" : " tenant %.*s",
                                          (int)router->word.length, router->word.at);
            scope.realm = realm;
            read_router(scope, router);
            g_free(realm);
        }
    }
}

/* An excerpt may begin anywhere above the sessions. */
static void read_excerpt(const struct junos_scope *scope)
{
    read_protocols(scope, scope->root, NULL);
    read_bgp(scope, scope->root);
    read_ldp(scope, scope->root, NULL);
    read_msdp(scope, scope->root);
}

static void free_keys(gpointer keys)
{
    g_array_free(keys, TRUE);
}

static const struct wildcards wildcards = {.all = "*", .fits = glob_fits, .cost = 1};

static void read_junos(const char *text, size_t length, const struct import *import)
{
    struct statement *statements = statement_read_braced(
        text, length, BRACE_NEWLINE_ENDS | BRACE_SLASH_COMMENTS | BRACE_LINE_QUOTES);
    struct hierarchy *hierarchy = hierarchy_new(single);
    struct branch *root = hierarchy_root(hierarchy);
    struct budget budget = budget_for(length, import);
    const struct junos_scope scope = {
        .import = import,
        .budget = &budget,
        .root = root,
        .router = root,
        .chains = g_hash_table_new_full(NULL, NULL, NULL, free_keys),
        .reported = g_hash_table_new(NULL, NULL),
    };

    junos_text_say(root, statements);
    struct applied_groups *groups =
        apply_groups(root, branch_get(root, "groups"), &wildcards, &budget);
    read_routers(scope);
    read_excerpt(&scope);
    g_hash_table_destroy(scope.reported);
    g_hash_table_destroy(scope.chains);
    applied_groups_free(groups);
    hierarchy_free(hierarchy);
    statement_free(statements);
}

static const struct sign signs[] = {
    {"## Last changed:", 80},
    {"## Last commit:", 80},
    {"set groups", 60},
    {"set interfaces * unit *", 60},
    {"set system host-name *", 30},
    {"set logical-systems", 60},
    {"set protocols bgp group", 60},
    {"set protocols ldp session*", 60},
    {"set protocols msdp", 60},
    {"set routing-instances", 60},
    {"set routing-options", 40},
    {"set security authentication-key-chains", 60},
    {"apply-groups *", 10},
    {"authentication-key \"$9$*", 80},
    {"authentication-key-chain *", 40},
    {"authentication-key-chains {", 80},
    {"authentication-algorithm *", 40},
    {"inactive: *", 60},
    {"logical-systems {", 60},
    {"policy-options {", 40},
    {"protocols {", 20},
    {"routing-instances {", 60},
    {"routing-options {", 60},
    {"secret \"$9$*", 80},
    {"session-group * {", 60},
    {"type external;", 40},
    {"type internal;", 40},
    {"neighbor * {", 10},
    {"configure {", -100},
    {NULL, 0},
};

const struct dialect dialect_junos = {"junos", "Junos", signs, read_junos};
