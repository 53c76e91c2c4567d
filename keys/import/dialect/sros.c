/* Nokia SR OS: where in its configuration the sessions are that may have keys.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/import/text/apply-groups.h"
#include "dialects.h"
#include "sros-session.h"
#include "sros-text.h"

/* What is followed by one value. */
static const char *const single[] = {
    "algorithm",  "auth-keychain", "authentication-key", "authentication-keychain",
    "begin-time", "customer",      "description",        "end-time",
    "key",        "local-address", "local-as",           "name",
    "peer-as",    "service-id",    "tolerance",          "type",
    NULL,
};

static void sros_read_neighbor(const struct sros_scope *scope, const struct branch *bgp,
                               const struct branch *neighbor)
{
    const struct session session = {.protocol = "", .port = "179", .peer = neighbor->word};
    const struct branch *member = branch_first(branch_get(neighbor, "group"));
    const struct branch *group =
        member ? branch_get_word(branch_get(bgp, "group"), member->word) : NULL;

    if (member && !group)
        sros_report_once(scope, member, "this group does not exist");
    sros_session_add(scope, session, &(struct sros_levels){{neighbor, member, group, bgp}});
}

/* Those who may connect without being configured one by one. */
static void read_ranges(const struct sros_scope *scope, const struct branch *bgp,
                        const struct branch *group, const struct branch *ranges)
{
    const struct branch *range = branch_first(branch_get(ranges, "prefix"));
    for (; range; range = branch_next(range))
        sros_session_add(scope,
                         (struct session){.protocol = "", .port = "179", .peer = range->word},
                         &(struct sros_levels){{group, bgp}});
}

/* In the classic CLI neighbors stand inside their group. */
static void read_bgp(const struct sros_scope *scope, const struct branch *bgp)
{
    const struct branch *group = branch_first(branch_get(bgp, "group"));
    for (; group; group = branch_next(group)) {
        const struct branch *dynamic = branch_get(group, "dynamic-neighbor");
        const struct branch *inside = branch_first(branch_get(group, "neighbor"));
        for (; inside; inside = branch_next(inside))
            sros_session_add(scope,
                             (struct session){.protocol = "", .port = "179", .peer = inside->word},
                             &(struct sros_levels){{inside, group, bgp}});
        read_ranges(scope, bgp, group, dynamic);
        read_ranges(scope, bgp, group, branch_get(dynamic, "match"));
    }
    const struct branch *neighbor = branch_first(branch_get(bgp, "neighbor"));
    for (; neighbor; neighbor = branch_next(neighbor))
        sros_read_neighbor(scope, bgp, neighbor);
}

/* Older releases keep the keys with the other parameters of a peer. */
static void read_ldp(const struct sros_scope *scope, const struct branch *ldp)
{
    static const char *const places[][2] = {{"tcp-session-parameters", "peer-transport"},
                                            {"session-parameters", "peer"},
                                            {"peer-parameters", "peer"}};
    for (unsigned i = 0; i < G_N_ELEMENTS(places); i++) {
        const struct branch *peer =
            branch_first(branch_get(branch_get(ldp, places[i][0]), places[i][1]));
        for (; peer; peer = branch_next(peer))
            sros_session_add(
                scope, (struct session){.protocol = "ldp ", .port = "646", .peer = peer->word},
                &(struct sros_levels){{peer}});
    }
}

static void read_msdp_peers(const struct sros_scope *scope, const struct branch *msdp,
                            const struct branch *group)
{
    const struct branch *peer = branch_first(branch_get(group ? group : msdp, "peer"));
    for (; peer; peer = branch_next(peer))
        sros_session_add(scope,
                         (struct session){.protocol = "msdp ", .port = "639", .peer = peer->word},
                         &(struct sros_levels){{peer, group, msdp}});
}

static void read_msdp(const struct sros_scope *scope, const struct branch *msdp)
{
    const struct branch *group = branch_first(branch_get(msdp, "group"));
    read_msdp_peers(scope, msdp, NULL);
    for (; group; group = branch_next(group))
        read_msdp_peers(scope, msdp, group);
}

/* The addresses that stand in FAMILY of an interface, or in the interface itself. */
static void read_addresses(struct interfaces *interfaces, const char *name,
                           const struct branch *family)
{
    const struct branch *address = branch_first(branch_get(family, "address"));
    for (; address; address = branch_next(address)) {
        char *text = word_dup(address->word);
        interfaces_add(interfaces, name, text);
        g_free(text);
    }
}

static void read_interfaces(struct interfaces *interfaces, const struct branch *router)
{
    const struct branch *interface = branch_first(branch_get(router, "interface"));
    for (; interface; interface = branch_next(interface)) {
        char *name = word_dup(interface->word);
        read_addresses(interfaces, name, interface);
        read_addresses(interfaces, name, branch_get(interface, "ipv6"));
        read_addresses(interfaces, name, branch_get(branch_get(interface, "ipv4"), "primary"));
        g_free(name);
    }
}

static void read_router(struct sros_scope scope, const struct branch *router, struct word vrf)
{
    scope.vrf = vrf;
    scope.interfaces = interfaces_new();
    read_interfaces(scope.interfaces, router);
    read_bgp(&scope, branch_get(router, "bgp"));
    read_ldp(&scope, branch_get(router, "ldp"));
    read_msdp(&scope, branch_get(router, "msdp"));
    interfaces_free(scope.interfaces);
}

/* The classic CLI need not name the base router. A VPRN has a number and may have a name there. */
static void read_routers(const struct sros_scope *scope)
{
    const struct branch *routers = branch_get(scope->root, "router");
    const struct word none = {.at = ""};

    read_router(*scope, routers, none);
    for (const struct branch *router = branch_first(routers); router; router = branch_next(router))
        read_router(*scope, router, word_is(router->word, "Base") ? none : router->word);

    const struct branch *service = branch_get(scope->root, "service");
    const struct branch *vprn = branch_first(branch_get(service, "vprn"));
    for (; vprn; vprn = branch_next(vprn)) {
        const struct branch *name = branch_value(vprn, "name");
        read_router(*scope, vprn, name ? name->word : vprn->word);
    }
}

/* An excerpt may begin anywhere above the sessions. */
static void read_excerpt(const struct sros_scope *scope)
{
    read_router(*scope, scope->root, (struct word){.at = ""});
    read_bgp(scope, scope->root);
    read_ldp(scope, scope->root);
    read_msdp(scope, scope->root);
}

/* Wildcards of the MD-CLI's groups are regular expressions, of which some would take years. */
static bool expression_fits(struct word pattern, struct word word)
{
    char *expression = g_strdup_printf("(*LIMIT_MATCH=1000)%.*s", (int)pattern.length, pattern.at);
    char *text = word_dup(word);
    GRegex *regex = g_regex_new(expression, G_REGEX_ANCHORED, 0, NULL);
    GMatchInfo *match = NULL;
    int start = 0, end = 0;
    const bool fits = regex && g_regex_match(regex, text, 0, &match) &&
                      g_match_info_fetch_pos(match, 0, &start, &end) && (size_t)end == word.length;

    g_match_info_free(match);
    g_clear_pointer(&regex, g_regex_unref);
    secret_wipe(text, word.length);
    g_free(text);
    g_free(expression);
    return fits;
}

static void free_keys(gpointer keys)
{
    g_array_free(keys, TRUE);
}

static const struct wildcards wildcards = {.all = ".*", .fits = expression_fits, .cost = 16};

static void read_sros(const char *text, size_t length, const struct import *import)
{
    struct statement *statements = sros_text_read(text, length);
    struct hierarchy *hierarchy = hierarchy_new(single);
    struct branch *root = hierarchy_root(hierarchy);
    struct budget budget = budget_for(length, import);
    const struct sros_scope scope = {
        .import = import,
        .budget = &budget,
        .root = root,
        .chains = g_hash_table_new_full(NULL, NULL, NULL, free_keys),
        .reported = g_hash_table_new(NULL, NULL),
    };

    sros_text_say(root, statements);
    struct applied_groups *groups =
        apply_groups(root, branch_get(branch_get(root, "groups"), "group"), &wildcards, &budget);
    read_routers(&scope);
    read_excerpt(&scope);
    g_hash_table_destroy(scope.reported);
    g_hash_table_destroy(scope.chains);
    applied_groups_free(groups);
    hierarchy_free(hierarchy);
    statement_free(statements);
}

static const struct sign signs[] = {
    {"# TiMOS*", 100},
    {"/configure *", 80},
    {"configure {", 80},
    {"configure router", 40},
    {"configure service", 40},
    {"echo \"* Configuration\"", 60},
    {"exit all", 40},
    {"auth-keychain *", 60},
    {"authentication-key * hash", 60},
    {"authentication-key * hash2", 60},
    {"authentication-key * custom", 60},
    {"authentication-key * hash2\"", 60},
    {"authentication-keychain *", 60},
    {"enable-peer-tracking", 20},
    {"group \"*", 10},
    {"keychain \"*", 30},
    {"local-lsr-id *", 20},
    {"neighbor \"*\" {", 20},
    {"peer-transport *", 60},
    {"router \"Base\"", 60},
    {"router Base", 60},
    {"tcp-session-parameters", 40},
    {"vprn * customer *", 60},
    {"vprn * name *", 60},
    {"vprn \"*", 60},
    {NULL, 0},
};

const struct dialect dialect_sros = {"sros", "Nokia SR OS", signs, read_sros};
