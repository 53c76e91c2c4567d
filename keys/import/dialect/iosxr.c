/* Reads keys out of configurations of Cisco IOS XR.
 *
 * A neighbor's own settings are the strongest, then those of its session-group, then those of its
 * neighbor-group. Groups inherit in the same way.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cisco.h"
#include "dialects.h"

#include <string.h>

/* "password-disable" is how IOS XR 3 writes "password inheritance-disable". */
static void refuse_passwords(struct neighbor *neighbor, const struct branch *entry)
{
    enum { PASSWORD = 1 << 2, PASSWORD6 = 1 << 3 }; /* their places in SECRETS */
    if (branch_get(entry, "password-disable"))
        neighbor->refused_kinds |= PASSWORD | PASSWORD6;
}

#define SECRETS .secrets = {"ao", "keychain", "password", "password6"}
#define SETTINGS                                                      \
    SECRETS, .source = "local/address", .sources = {"update-source"}, \
             .inherits = {"use/session-group", "use/neighbor-group"}, \
             .kinds = {"session-group", "neighbor-group"}, .more = refuse_passwords

static const struct row bgp_lists[] = {
    {.list = "session-group", .lends = "session-group", SETTINGS},
    {.list = "neighbor-group", .lends = "neighbor-group", SETTINGS},
    {.list = "neighbor", .kind = NEIGHBOR_LINK_LOCAL, SETTINGS},
    {0},
};
static const struct row bgp_instance[] = {
    {.block = "", .inside = bgp_lists},
    {.list = "vrf", .instance = "vrf", .inside = bgp_lists},
    {0},
};
static const struct row bgp_process[] = {
    {.block = "", .inside = bgp_instance},
    {.list = "instance", .apart = true, .inside = bgp_instance},
    {0},
};
/* An excerpt may begin inside the router. */
static const struct row bgp[] = {
    {.list = "router/bgp", .apart = true, .inside = bgp_process},
    {.block = "", .inside = bgp_instance},
    {0},
};

/* Drops the label space, which follows the ":" in "192.0.2.2:0". */
static void drop_space(struct neighbor *neighbor, const struct branch *entry G_GNUC_UNUSED)
{
    neighbor->name[strcspn(neighbor->name, ":")] = '\0';
}

/* Marks the key for all neighbors if a neighbor has "password disable": that one signs nothing, so
 * an unsigned segment need not be dropped. */
static void note_exceptions(struct neighbor *neighbor, const struct branch *entry)
{
    const struct branch *one = branch_first(entry);
    for (; one; one = branch_next(one)) {
        const struct branch *password = branch_value(one, "password");
        neighbor->optional |= password && word_is(password->word, "disable");
    }
}

/* The source is the transport address, by default the router ID. A password without a neighbor is
 * for all that have none of their own. */
#define LDP                                                                                \
    .source = "address-family/ipv4/discovery/transport-address", .sources = {"router-id"}, \
    .around = true, .secrets = {"password"}
static const struct row ldp_lists[] = {
    {.block = "neighbor", .peer = "*", .kind = NEIGHBOR_ANY, .more = note_exceptions, LDP},
    {.list = "neighbor", .more = drop_space, LDP},
    {0},
};
static const struct row ldp[] = {
    {.block = "mpls/ldp", .protocol = &protocol_ldp, .inside = ldp_lists},
    {.list = "mpls/ldp/vrf", .instance = "vrf", .protocol = &protocol_ldp, .inside = ldp_lists},
    {0},
};

static const struct row msdp_peers[] = {
    {.list = "peer", .source = "connect-source", .around = true, .secrets = {"password"}},
    {0},
};
static const struct row msdp[] = {
    {.block = "router/msdp", .protocol = &protocol_msdp, .inside = msdp_peers},
    {.list = "router/msdp/vrf",
     .instance = "vrf",
     .protocol = &protocol_msdp,
     .inside = msdp_peers},
    {0},
};

/* A server's block "pce" has "peer ipv4 ADDRESS", a client's block "pcc" has "pce address ipv4
 * ADDRESS". The password of a server is for all peers that have none of their own. */
#define PCEP                                                                          \
    .source = "address/ipv4", .sources = {"source-address/ipv4", "peer/source/ipv4"}, \
    .around = true, .secrets = {"tcp-ao", "password"}
static const struct protocol protocol_pcep = {"pcep ", 4189};
static const struct row clients[] = {
    {.block = "", .peer = "*", .kind = NEIGHBOR_ANY, PCEP},
    {.list = "peer/ipv4", PCEP},
    {.list = "peer/ipv6", PCEP},
    {0},
};
static const struct row servers[] = {
    {.list = "pce/address/ipv4", PCEP},
    {.list = "pce/address/ipv6", PCEP},
    {0},
};
#define PCE(path)                                                    \
    {                                                                \
        .block = path, .protocol = &protocol_pcep, .inside = clients \
    }
#define PCC(path)                                                    \
    {                                                                \
        .block = path, .protocol = &protocol_pcep, .inside = servers \
    }
static const struct row pcep[] = {
    PCE("pce"),
    PCC("segment-routing/traffic-eng/pcc"),
    PCC("traffic-eng/pcc"),
    PCC("pcc"),
    PCE("mpls/traffic-eng/pce"),
    {0},
};

/* Adds to APPLIED the names of the groups that AT and the lines below it apply. */
static void find_applied(GHashTable *applied, const struct statement *at)
{
    if (statement_is(at, 0, "apply-group"))
        for (unsigned i = 1; i < statement_length(at); i++)
            word_table_set(applied, statement_word(at, i), at);
    for (const struct statement *line = at->first; line; line = line->next)
        find_applied(applied, line);
}

static bool has_secret(const struct statement *line)
{
    return statement_is(line, 0, "password") || statement_is(line, 0, "password6") ||
           statement_is(line, 0, "keychain") || statement_is(line, 0, "ao") ||
           statement_is(line, 0, "tcp-ao") || statement_is(line, 1, "password");
}

/* Returns the first line below AT with the secret of a session, or NULL. */
static const struct statement *find_secret(const struct statement *at)
{
    const struct statement *found = NULL;

    for (const struct statement *line = at->first; line && !found; line = line->next)
        found = has_secret(line) ? line : find_secret(line);
    return found;
}

/* Reports secrets in groups. "apply-group" gives them to all sessions that match a pattern; here,
 * none would get them without a word. */
static void report_groups(const struct cisco *cisco)
{
    static const char *const protocols[] = {"router bgp", "router msdp", "mpls ldp", "pce",
                                            "segment-routing"};
    GHashTable *applied = word_table_new(NULL);

    find_applied(applied, cisco->root);
    for (const struct statement *group = cisco->root->first; group; group = group->next) {
        if (!statement_matches(group, "group *") ||
            !word_table_get(applied, statement_word(group, 1)))
            continue;
        for (unsigned j = 0; j < G_N_ELEMENTS(protocols); j++) {
            const struct statement *protocol = statement_find(group, protocols[j]);
            const struct statement *secret = protocol ? find_secret(protocol) : NULL;
            if (secret)
                import_problem(cisco->import, secret->line,
                               "groups (apply-group) are not read for keys");
        }
    }
    g_hash_table_destroy(applied);
}

static void read_iosxr(const char *text, size_t length, const struct import *import)
{
    static const struct row *const protocols[] = {bgp, ldp, msdp, pcep, NULL};
    struct cisco cisco;
    cisco_init(&cisco, CISCO_KINDS_IN_WORDS | CISCO_LOCAL_TIME, import, text, length);
    cisco_read_rows(&cisco, length, protocols);
    report_groups(&cisco);
    cisco_clear(&cisco);
}

static const struct sign signs[] = {
    {"!! IOS XR *", 100},
    {"password encrypted *", 60},
    {"password clear *", 60},
    {"* password encrypted *", 60},
    {"neighbor * password clear *", 60},
    {"key-string password *", 60},
    {"use neighbor-group *", 80},
    {"use session-group *", 80},
    {"neighbor-group *", 40},
    {"end-policy", 60},
    {"end-set", 60},
    {"interface Bundle-Ether*", 40},
    {"interface MgmtEth0*", 60},
    {"ipv4 address *", 40},
    {"tcp ao", 60},
    {"router msdp", 20},
    {"interface * ipv4 address *", 60},
    {"interface * ipv6 address *", 60},
    {"router bgp * neighbor *", 100},
    {"router bgp * neighbor-group *", 100},
    {"router bgp * vrf * neighbor *", 100},
    {"ao * include-tcp-options *", 40},
    {"router bgp *", 25},
    {"remote-as *", 15},
    {"  password *", 9},
    {"inherit peer *", -60},
    {"feature *", -60},
    {NULL, 0},
};

const struct dialect dialect_iosxr = {.name = "iosxr",
                                      .title = "Cisco IOS XR",
                                      .signs = signs,
                                      .read = read_iosxr,
                                      .like_cisco = true};
