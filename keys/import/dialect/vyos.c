/* Reads the configurations of VyOS and its relatives, in braces or as "set" lines.
 *
 * VyOS passes its passwords to FRR, which accepts only one word.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "dialects.h"
#include "frr-neighbor.h"
#include "keys/import/model/rows.h"
#include "keys/import/removed.h"
#include "keys/import/model/key-words.h"
#include "keys/import/text/commands.h"
#include "keys/import/text/document.h"

/* The words that take one value. */
static const char *const single[] = {
    "description",   "password", "remote-as", "system-as", "transport-ipv4-address",
    "update-source", NULL,
};

#define SESSION .source = "update-source", .secrets = {"password"}, .port = "port"
static const struct row bgp[] = {
    {.list = "peer-group", SESSION},
    {.list = "neighbor", .group = "peer-group", .more = rows_read_unnumbered, SESSION},
    {.list = "listen/range", .group = "peer-group", .range = true},
    {0},
};

static const struct row ldp[] = {
    {.list = "neighbor",
     .source = "discovery/transport-ipv4-address",
     .secrets = {"password"},
     .apart = true},
    {0},
};

/* In earlier releases, BGP has the number of its autonomous system, with all of it inside. */
static const struct row process[] = {
    {.block = "", .inside = bgp}, {.list = "", .inside = bgp}, {0}};
static const struct row vrf[] = {{.block = "protocols/bgp", .inside = process}, {0}};

/* An excerpt may begin at "bgp" or inside it. */
static const struct row whole[] = {
    {.block = "protocols/bgp", .inside = process},
    {.block = "bgp", .inside = process},
    {.block = "", .inside = bgp},
    {.list = "vrf/name", .instance = "vrf", .inside = vrf},
    {.block = "protocols/mpls/ldp", .inside = ldp, .protocol = &protocol_ldp},
    {0},
};

/* Returns the one word in the value BRANCH. Returns NULL and adds a problem if FRR would reject the
 * value. */
static struct secret *one_word(const struct branch *branch, size_t longest,
                               const struct import *import)
{
    struct secret *line = branch->word.quote == '\''
                              ? secret_new(branch->word.at, branch->word.length)
                              : secret_from_word(branch->word);
    struct secret *secret = NULL;
    size_t length, blanks = 0;
    const uint8_t *at = secret_bytes(line, &length);

    for (; length > 0 && g_ascii_isspace(*at); length--)
        at++;
    while (length > 0 && g_ascii_isspace(at[length - 1]))
        length--;
    for (size_t i = 0; i < length; i++)
        blanks += g_ascii_isspace(at[i]) != 0;

    if (length == 0 || blanks > 0)
        import_problem(import, branch->line, "a password is one word");
    else if (length > longest && longest == FRR_LONGEST)
        import_problem(import, branch->line, "a password has at most %zu characters", longest);
    else
        secret = secret_new(at, MIN(length, longest));
    secret_free(line);
    return secret;
}

static bool vyos_secret(const struct branch *secret, struct key *key, const struct import *import)
{
    const struct branch *value = branch_first(secret);
    if (branch_first(value)) {
        import_problem(import, value->line, "a password is one word");
        return false;
    }
    key->withheld = removed_reason(value->word.at, value->word.length);
    if (!key->withheld)
        key->secret =
            one_word(value, key->port == protocol_ldp.port ? FRR_LDP_LONGEST : FRR_LONGEST, import);
    return key->withheld || key->secret;
}

static const struct dialect_rows dialect = {
    .words = {.single = single, .plain = true}, .row = whole, .read = vyos_secret};

/* Reads the addresses of an interface and of its VLANs: "vif 100" of "eth0" is called "eth0.100".
 */
static void read_interface(const struct rows *rows, const struct branch *interface,
                           const char *name)
{
    static const char *const parts[] = {"vif", "vif-s", "vif-c"};
    rows_read_addresses(rows, interface, "address", name);
    for (unsigned i = 0; i < G_N_ELEMENTS(parts); i++) {
        const struct branch *part = branch_value(interface, parts[i]);
        for (; part; part = branch_next(part)) {
            char *tag = word_dup(part->word), *part_name = g_strconcat(name, ".", tag, NULL);
            read_interface(rows, part, part_name);
            g_free(part_name);
            g_free(tag);
        }
    }
}

static void read_interfaces(const struct rows *rows, const struct branch *interfaces)
{
    for (const struct branch *type = branch_first(interfaces); type; type = branch_next(type))
        for (const struct branch *one = branch_first(type); one; one = branch_next(one)) {
            char *name = interface_name(one->word);
            read_interface(rows, one, name);
            g_free(name);
        }
}

/* Reads the statements. In the single quotes of "set" lines, a backslash is a literal character. */
static struct statement *read_statements(const char *text, size_t length)
{
    const enum brace_rule rules =
        BRACE_NEWLINE_ENDS | BRACE_SLASH_COMMENTS | BRACE_SINGLE_QUOTES | BRACE_LINE_QUOTES;
    struct statement *root = statement_read_braced(text, length, rules);
    if (!statement_find(root, "set *"))
        return root;
    statement_free(root);
    return statement_read_braced(text, length, rules | BRACE_PLAIN_QUOTES | BRACE_NONE);
}

/* "show configuration json" has the same names, and so has the member "data" of what the HTTP API
 * answers. */
static void read_vyos(const char *text, size_t length, const struct import *import)
{
    static const struct command_rules rules = {.exit_to_top = true};
    struct import inner = *import;
    struct word document = {text, length, 0};
    const bool json = yaml_enter_json(&document, &inner);
    struct statement *statements = json ? NULL : read_statements(text, length);
    struct rows *rows = rows_new(&dialect, length, &inner);

    if (json)
        rows_say_json(rows, document, NULL);
    else
        commands_say(rows->root, statements, &rules, import);
    const struct branch *data = json ? branch_get(rows->root, "data") : NULL;
    const struct branch *top = data ? data : rows->root;
    read_interfaces(rows, branch_get(top, "interfaces"));
    rows_read(rows, top, NULL);
    rows_import(rows);
    statement_free(statements);
}

static const struct sign signs[] = {
    {"// vyos-config-version:*", 100},
    {"/* === vyatta-config-version:*", 100},
    {"set protocols bgp neighbor *", 100},
    {"set protocols bgp peer-group *", 100},
    {"set protocols bgp system-as *", 100},
    {"set protocols bgp * neighbor *", 100},
    {"set protocols bgp * peer-group *", 100},
    {"set protocols mpls ldp neighbor *", 100},
    {"set vrf name * protocols *", 100},
    {"set interfaces ethernet *", 60},
    {"set system host-name *", 30},
    {"set system config-management *", 60},
    {"ethernet * {", 40},
    {"loopback lo {", 40},
    {"system-as *", 30},
    {"bgp * {", 20},
    {"peer-group * {", 20},
    {"neighbor * {", 10},
    {"update-source *", 10},
    {"remote-as *", 10},
    {"password *", 10},
    {"ipv4-unicast {", 20},
    {"\"system-as\":*", 60},
    {"\"remote-as\":*", 20},
    /* and the lines of similar dialects */
    {"group * {", -60},
    {"peer-as *", -60},
    {"tcp md5sig *", -100},
    {"md5-password *", -100},
    {"set protocols bgp group *", -100},
    {"set routing-instances *", -100},
    {"router bgp *", -100},
    {NULL, 0},
};

const struct dialect dialect_vyos = {
    .name = "vyos", .title = "VyOS and Vyatta", .signs = signs, .read = read_vyos, .braces = true};
