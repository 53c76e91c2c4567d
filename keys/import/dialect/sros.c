/* Reads keys out of configurations of Nokia SR OS.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "dialects.h"
#include "keys/import/model/rows.h"
#include "keys/import/model/key-words.h"
#include "keys/import/text/apply-groups.h"
#include "sros-text.h"

#include <string.h>

/* The words that take one value. The MD-CLI may have several of them, and the group, on a line. */
static const char *const single[] = {
    "admin-state",
    "advertise-inactive",
    "bfd-liveness",
    "connect-retry",
    "keepalive",
    "local-preference",
    "med-out",
    "min-route-advertisement",
    "multihop",
    "next-hop-self",
    "passive",
    "preference",
    "split-horizon",
    "ttl-security",
    "algorithm",
    "auth-keychain",
    "authentication-key",
    "authentication-keychain",
    "begin-time",
    "customer",
    "description",
    "end-time",
    "key",
    "local-address",
    "local-as",
    "name",
    "peer-as",
    "service-id",
    "tolerance",
    "type",
    NULL,
};

static const char *const lists[] = {"export", "family", "group", "import", NULL};

/* If there are both, the key chain counts. */
#define SESSION                \
    .source = "local-address", \
    .secrets = {"authentication-keychain", "auth-keychain", "authentication-key"}, .apart = true

/* In the classic CLI, neighbors are inside their group. Peers in a range may connect without a
 * configuration of their own. */
static const struct row bgp_group[] = {
    {.list = "neighbor", SESSION},
    {.list = "dynamic-neighbor/prefix", SESSION},
    {.list = "dynamic-neighbor/match/prefix", SESSION},
    {0},
};

static const struct row bgp[] = {
    {.list = "group", .inside = bgp_group},
    {.list = "neighbor", .group = "group", .lenders = "group", SESSION},
    {0},
};

/* Older releases keep the keys with the other parameters of a peer. */
static const struct row ldp[] = {
    {.list = "tcp-session-parameters/peer-transport", SESSION},
    {.list = "session-parameters/peer", SESSION},
    {.list = "peer-parameters/peer", SESSION},
    {0},
};

static const struct row msdp_group[] = {{.list = "peer", SESSION}, {0}};

static const struct row msdp[] = {
    {.list = "peer", SESSION},
    {.list = "group", .inside = msdp_group},
    {0},
};

static const struct row router[] = {
    {.block = "bgp", .inside = bgp, .protocol = &protocol_bgp},
    {.block = "ldp", .inside = ldp, .protocol = &protocol_ldp},
    {.block = "msdp", .inside = msdp, .protocol = &protocol_msdp},
    {0},
};

static void read_interfaces(struct rows *rows, const struct branch *at)
{
    static const char *const paths[] = {"address", "ipv6/address", "ipv4/primary/address", NULL};
    rows_read_interfaces(rows, at, "interface", paths);
}

/* The classic CLI may omit the name of the base router; there, a VPRN has a number and may also
 * have a name. An excerpt may begin anywhere above the sessions. */
#define ROUTER .enter = read_interfaces, .inside = router
static const struct row root[] = {
    {.block = "router", ROUTER},
    {.list = "router", .instance = "vrf", .main = "Base", ROUTER},
    {.list = "service/vprn", .instance = "vrf", .name = "name", ROUTER},
    {.block = "", ROUTER},
    {.block = "", .inside = bgp, .protocol = &protocol_bgp},
    {.block = "", .inside = ldp, .protocol = &protocol_ldp},
    {.block = "", .inside = msdp, .protocol = &protocol_msdp},
    {0},
};

static const struct chain_direction directions[] = {
    {"direction/bi/entry", NULL, true, true},
    {"direction/uni/receive/entry", "receive", false, true},
    {"direction/uni/send/entry", "send", true, false},
    {"bidirectional/entry", NULL, true, true},
    {"receive/entry", "receive", false, true},
    {"send/entry", "send", true, false},
    {0},
};

/* Reads a time of the classic CLI, such as "2026/07/01 12:00:00 UTC". */
static bool read_classic_time(const struct branch *date, int64_t *time)
{
    char *text = branch_text(date);
    const char *end = moment_read(text, "%Y/%m/%d %H:%M:%S", time);
    if (!end)
        end = moment_read(text, branch_first(date) ? "%Y/%m/%d %H:%M" : "%Y/%m/%d", time);
    const bool fine = end && *end != ':';
    g_free(text);
    return fine;
}

/* Reads a time of the MD-CLI, such as "2026-07-01T12:00:00.0+02:00", or of the classic CLI. "now"
 * and "forever" set no limit. */
static bool read_time(const struct branch *line, int64_t *time)
{
    if (word_is(line->word, "now") || word_is(line->word, "forever"))
        return true;
    if (memchr(line->word.at, '/', line->word.length))
        return read_classic_time(line, time);

    char *text = word_dup(line->word);
    const bool fine = key_time_parse(text, time, NULL);
    g_free(text);
    return fine;
}

static const struct chain_row chain = {
    .words = {"authentication-keychain", "auth-keychain"},
    .lists = {"system/security/keychain", "system/security/keychains/keychain", "keychain"},
    .directions = directions,
    .off = {"admin-state/disable", "shutdown"},
    .secrets = {"key", "authentication-key"},
    .algorithm = "algorithm",
    .ao_options = {"tcp-option-number/receive/tcp-ao", "tcp-option-number/send/tcp-ao"},
    .numbers_are_ids = true,
    .bad_id = "the number of a key chain's entry is from 0 to 255",
    .begin = "begin-time",
    .end = "end-time",
    .read_time = read_time,
    .bad_time = "this is not a time",
    .tolerance = "tolerance",
    .usual_tolerance = 300,
};

/* The marks of a secret that is not in clear text. A mark follows the secret, as a word of its own
 * or inside the quotes. */
static const char *const marks[] = {"hash", "hash2", "custom"};

static bool has_mark(const struct branch *secret)
{
    const struct word word = secret->word;
    for (unsigned i = 0; i < G_N_ELEMENTS(marks); i++) {
        const size_t length = strlen(marks[i]);
        const char *end = word.at + word.length;
        if (branch_get(secret, marks[i]) ||
            (word.quote && word.length > length + 1 && end[-(ptrdiff_t)length - 1] == ' ' &&
             memcmp(end - length, marks[i], length) == 0))
            return true;
    }
    return false;
}

static bool sros_secret(const struct branch *secret, struct key *key, const struct import *import)
{
    const struct branch *value = branch_first(secret);
    if (has_mark(value))
        key->withheld = "hashed secrets need the router that made them";
    else if (rows_report_cut(value, import))
        return false;
    else if (!key_read_secret(key, value->word))
        import_problem(import, value->line, "this secret is empty");
    return key->secret || key->withheld;
}

static const struct dialect_rows dialect = {
    .words = {.single = single, .lists = lists}, .row = root, .chain = &chain, .read = sros_secret};

/* Returns true if WORD matches PATTERN. The MD-CLI's groups use regular expressions as wildcards;
 * the limit bounds their backtracking, which could take years. */
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

static const struct wildcards wildcards = {.all = ".*", .fits = expression_fits, .cost = 16};

static void read_sros(const char *text, size_t length, const struct import *import)
{
    struct statement *statements = sros_text_read(text, length);
    struct rows *rows = rows_new(&dialect, length, import);

    sros_text_say(rows->root, statements);
    import_unclosed(import, statements->line);
    statement_free(statements);
    struct applied_groups *groups =
        apply_groups(rows->root, branch_at(rows->root, "groups/group"), &wildcards, &rows->read);
    rows_read(rows, rows->root, NULL);
    rows_import(rows);
    applied_groups_free(groups);
}

static const struct sign signs[] = {
    {"# TiMOS*", 100},
    {"/configure *", 80},
    {"configure {", 80},
    {"configure router", 40},
    {"configure service", 40},
    {"echo \"* Configuration\"", 60},
    {"exit all", 40},
    {"*A:*", 40},
    {"group \"*", 15},
    {"neighbor \"*", 25},
    {"authentication-key \"*", 10},
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

const struct dialect dialect_sros = {
    .name = "sros", .title = "Nokia SR OS", .signs = signs, .read = read_sros, .braces = true};
