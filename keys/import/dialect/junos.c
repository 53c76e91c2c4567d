/* Reads keys out of configurations of Junos.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "dialects.h"
#include "junos-document.h"
#include "keys/import/disguise/disguise.h"
#include "keys/import/model/rows.h"
#include "keys/import/model/key-words.h"
#include "keys/import/text/apply-groups.h"
#include "keys/import/text/commands.h"
#include "keys/import/text/glob.h"

#include <stdio.h>
#include <string.h>

/* The words that take one value. */
static const char *const single[] = {
    "algorithm",
    "authentication-algorithm",
    "authentication-key",
    "authentication-key-chain",
    "cryptographic-algorithm",
    "description",
    "destination-ipv4-address",
    "destination-port",
    "hold-time",
    "local-address",
    "local-ip-addr",
    "peer-as",
    "port",
    "recv-id",
    "secret",
    "send-id",
    "start-time",
    "station-address",
    "station-port",
    "tcp-connect-port",
    "tcp-ao-option",
    "tolerance",
    "transport-address",
    "type",
    NULL,
};

/* The words that may follow such a value in one command, and have branches of their own. */
static const char *const lists[] = {"export",   "family",   "group",   "import", "local-as",
                                    "multihop", "neighbor", "passive", NULL};

/* A key and a key chain exclude each other: the nearest of either counts. */
#define SIGNED                                                     \
    .secrets = {"authentication-key-chain", "authentication-key"}, \
    .algorithm = "authentication-algorithm", .apart = true
#define SESSION SIGNED, .source = "local-address"

/* Peers that may connect without being configured one by one. */
#define ALLOWED                                \
    {                                          \
        .list = "allow", .any = "all", SESSION \
    }

/* Neighbors that a link discovers have link-local addresses. */
static const struct row dynamic[] = {
    {.block = "peer-auto-discovery", .peer = "fe80::/10", SESSION},
    ALLOWED,
    {0},
};

#define BGP_GROUP                                                       \
    {.list = "neighbor", .port = "tcp-connect-port", SESSION}, ALLOWED, \
    {                                                                   \
        .list = "dynamic-neighbor", .inside = dynamic                   \
    }
static const struct row bgp_group[] = {BGP_GROUP, {0}};

static const struct row msdp_group[] = {{.list = "peer", SESSION}, {0}};

/* Neighbors are outside of any group in an excerpt, or if a line of a file was lost. */
static const struct row bgp[] = {{.list = "group", .inside = bgp_group}, BGP_GROUP, {0}};

static const struct row msdp[] = {
    {.list = "peer", SESSION},
    {.list = "group", .inside = msdp_group},
    {0},
};

/* The name of a session is the peer's transport address, that of a session-group a prefix of it. */
static const struct row ldp[] = {
    {.list = "session", .source = "transport-address", SIGNED},
    {.list = "session-group", .source = "transport-address", SIGNED},
    {0},
};

/* A station of BMP has no usual port, and the port of ICCP is not documented. */
static const struct protocol rpki = {"rpki ", 2222}, pcep = {"pcep ", 4189},
                             bmp = {"bmp ", KEY_ANY_PORT}, iccp = {"iccp ", KEY_ANY_PORT};
static const struct row caches[] = {{.list = "session", .port = "port", .calls = true, SESSION},
                                    {0}};
static const struct row validation[] = {{.list = "group", .inside = caches}, {0}};

/* Without a station, the branch itself is the only one. */
static const struct row stations[] = {
    {.block = "", .name = "station-address", .port = "station-port", .calls = true, SESSION},
    {.list = "station", .name = "station-address", .port = "station-port", .calls = true, SESSION},
    {0},
};

static const struct row servers[] = {
    {.list = "pce",
     .name = "destination-ipv4-address",
     .port = "destination-port",
     .calls = true,
     SESSION},
    {0},
};

static const struct row chassis[] = {{.list = "peer", .source = "local-ip-addr", SIGNED}, {0}};

#define PROTOCOLS                                                             \
    {.block = "protocols/bgp", .inside = bgp, .protocol = &protocol_bgp},     \
        {.block = "protocols/ldp", .inside = ldp, .protocol = &protocol_ldp}, \
        {.block = "protocols/pcep", .inside = servers, .protocol = &pcep},    \
        {.block = "protocols/iccp", .inside = chassis, .protocol = &iccp},    \
    {                                                                         \
        .block = "protocols/msdp", .inside = msdp, .protocol = &protocol_msdp \
    }
#define INSTANCE                                                                       \
    PROTOCOLS, {.block = "routing-options/bmp", .inside = stations, .protocol = &bmp}, \
    {                                                                                  \
        .block = "routing-options/validation", .inside = validation, .protocol = &rpki \
    }

static const struct row instance[] = {INSTANCE, {0}};

#define ROUTER                                                                      \
    INSTANCE, {.list = "routing-instances", .instance = "vrf", .inside = instance}, \
    {                                                                               \
        .list = "routing-instances/instance", .instance = "vrf", .inside = instance \
    }

static const struct row router[] = {ROUTER, {0}};

static const struct row root[] = {
    ROUTER,
    {.list = "logical-systems", .instance = "logical-system", .inside = router},
    {.list = "tenants", .instance = "tenant", .inside = router},
    {0},
};

/* An excerpt may begin anywhere above the sessions. */
static const struct row excerpt[] = {
    {.block = "bgp", .inside = bgp, .protocol = &protocol_bgp},
    {.block = "ldp", .inside = ldp, .protocol = &protocol_ldp},
    {.block = "msdp", .inside = msdp, .protocol = &protocol_msdp},
    {.block = "", .inside = bgp, .protocol = &protocol_bgp},
    {.block = "", .inside = ldp, .protocol = &protocol_ldp},
    {.block = "", .inside = msdp, .protocol = &protocol_msdp},
    {0},
};

/* "2026-7-1.12:00:00 +0200": seconds and zone may be missing. A time without a zone is UTC, as the
 * reference of "key (Authentication Keychain)" has it, whatever "system time-zone" says. */
static bool read_time(const struct branch *value, int64_t *time)
{
    char *text = word_dup(value->word), sign = '+';
    int hour = 0, minute = 0;
    const char *zone = moment_read(text, "%Y-%m-%d.%H:%M:%S", time);
    if (!zone)
        zone = moment_read(text, "%Y-%m-%d.%H:%M", time);
    bool fine = zone;
    if (fine && *zone != '\0' && strcmp(zone, " UTC") != 0)
        fine =
            sscanf(zone, " %c%2d%2d", &sign, &hour, &minute) == 3 && (sign == '+' || sign == '-');
    if (fine)
        *time = key_time_move(*time, (sign == '-' ? 60 : -60) * (hour * 60 + minute));
    g_free(text);
    return fine;
}

static const struct chain_row chain = {
    .words = {"authentication-key-chain"},
    .lists = {"security/authentication-key-chains/key-chain", "authentication-key-chains/key-chain",
              "key-chain"},
    .secrets = {"secret"},
    .no_secret = "this key of a key chain has no secret",
    .algorithm = "ao-attribute/cryptographic-algorithm",
    .kind = "algorithm",
    .options = "ao-attribute/tcp-ao-option",
    .send_id = "ao-attribute/send-id",
    .recv_id = "ao-attribute/recv-id",
    .bad_id = "a key id is a number from 0 to 255",
    .begin = "start-time",
    .read_time = read_time,
    .bad_time = "a start-time is like 2026-7-1.12:00:00 +0000",
    .tolerance = "tolerance",
};

static bool junos_secret(const struct branch *secret, struct key *key, const struct import *import)
{
    const struct branch *value = branch_first(secret);
    if (!value) {
        key->withheld = "the configuration was shown without its secrets";
    } else if (word_begins(value->word, "$8$")) {
        key->withheld = "$8$ secrets need the router's master password";
    } else if (word_begins(value->word, "$9$")) {
        key->secret = disguise_junos9(value->word);
        key->disguise = key->secret ? secret_from_word(value->word) : NULL;
    } else if (rows_report_cut(value, import)) {
        return false;
    } else {
        key_read_secret(key, value->word);
    }
    if (!key->secret && !key->withheld)
        import_problem(import, value->line, "this secret is empty or its $9$ form is damaged");
    return key->secret || key->withheld;
}

/* Returns the source VALUE. LDP's "transport-address router-id" means the router ID of the routing
 * instance; NULL if it has none. */
static const struct branch *find_source(const struct branch *value)
{
    const struct branch *id = NULL;
    if (!word_is(value->word, "router-id"))
        return value;
    for (const struct branch *at = value->parent; at && !id; at = at->parent)
        id = branch_value_at(at, "routing-options/router-id");
    return id;
}

static const struct dialect_rows dialect = {.words = {.single = single, .lists = lists},
                                            .row = root,
                                            .chain = &chain,
                                            .read = junos_secret,
                                            .hidden = true,
                                            .find_source = find_source};

static const struct wildcards wildcards = {.all = "*", .fits = glob_fits, .cost = 1};

/* The branches that have no keys and may be large, and the lists of those that have. */
static const char *const passed_over[] = {
    "applications", "class-of-service", "firewall", "interfaces", "policy-options",
    "snmp",         "system",           "vlans",    NULL};
static const char *const levels[] = {"group", "key",     "key-chain",     "neighbor", "pce",
                                     "peer",  "session", "session-group", "station",  NULL};
static const struct command_rules rules = {.passed_over = passed_over, .lists = levels};

static struct branch *say_text(struct rows *rows, struct word text)
{
    struct statement *statements = statement_read_braced(
        text.at, text.length,
        BRACE_NEWLINE_ENDS | BRACE_INNER_LINES | BRACE_SLASH_COMMENTS | BRACE_LINE_QUOTES);
    commands_say(rows->root, statements, &rules, rows->import);
    statement_free(statements);
    return rows->root;
}

static void read_junos(const char *text, size_t length, const struct import *import)
{
    unsigned lines;
    const struct word part = junos_document_find((struct word){text, length, 0}, &lines);
    struct import inner = *import;
    inner.before += lines;
    struct rows *rows = rows_new(&dialect, length, &inner);
    struct junos_document document = {NULL, NULL};
    struct branch *top = junos_document_say(&document, rows, part);

    if (!top)
        top = say_text(rows, part);
    struct applied_groups *groups =
        apply_groups(top, branch_get(top, "groups"), &wildcards, &rows->read);
    rows_read(rows, top, NULL);
    rows_read_by(rows, excerpt, top, NULL);
    rows_import(rows);
    applied_groups_free(groups);
    junos_document_clear(&document);
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
    {"[ protocols bgp group *", 60},
    {"set routing-options", 40},
    {"set security authentication-key-chains", 60},
    {"apply-groups *", 10},
    {"authentication-key \"$9$*", 80},
    {"authentication-key *", 20},
    {"authentication-key * ## SECRET-DATA", 80},
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
    {"secret * ## SECRET-DATA", 80},
    {"session-group * {", 60},
    {"type external;", 40},
    {"type internal;", 40},
    {"neighbor * {", 10},
    {"configure {", -100},
    {"\"junos:*", 100},
    {"\"configuration\" : {", 40},
    {"<configuration*", 60},
    {"<rpc-reply xmlns:junos=*", 60},
    {NULL, 0},
};

const struct dialect dialect_junos = {
    .name = "junos", .title = "Junos", .signs = signs, .read = read_junos, .braces = true};
