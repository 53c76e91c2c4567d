/* Reads the configurations of VyOS and its relatives, in braces or as "set" lines.
 *
 * VyOS hands its passwords to FRR, which takes only one word for one.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "dialects.h"
#include "frr-neighbor.h"
#include "keys/import/model/session.h"
#include "vyos-neighbor.h"

/* What is followed by one value. */
static const char *const single[] = {
    "description",   "password", "remote-as", "system-as", "transport-ipv4-address",
    "update-source", NULL,
};

/* The one word that FRR finds in WORD; NULL and a problem at LINE if it refuses it. */
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

static void add_key(const struct peering *peering, const struct import *import, void *data)
{
    const struct branch *branch = peering->owner->password;
    const size_t *longest = data;
    struct key *key = peering_key(peering, import, branch->line);

    key->withheld = secret_removed(branch->word);
    if (!key->withheld)
        key->secret = one_word(branch, *longest, import);
    if (key->withheld || key->secret)
        import_add(import, key);
    else
        key_free(key);
}

static void say_block(struct branch *at, const struct statement *block)
{
    for (unsigned i = 0; i < block->children->len; i++) {
        const struct statement *statement = block->children->pdata[i];
        if (statement_is(statement, 0, "delete")) {
            struct branch *gone = branch_find(at, statement, 1);
            if (gone)
                branch_remove(gone);
        } else {
            const unsigned set = statement_is(statement, 0, "set");
            say_block(branch_say(at, statement, set).block, statement);
        }
    }
}

/* A backslash in the single quotes of "set" lines is a character like others. */
static struct statement *read_statements(const char *text, size_t length)
{
    const enum brace_rule rules =
        BRACE_NEWLINE_ENDS | BRACE_SLASH_COMMENTS | BRACE_SINGLE_QUOTES | BRACE_LINE_QUOTES;
    struct statement *root = statement_read_braced(text, length, rules);
    if (!statement_find(root, "set *"))
        return root;
    statement_free(root);
    return statement_read_braced(text, length, rules | BRACE_PLAIN_QUOTES);
}

static void vyos_read(const char *text, size_t length, const struct import *import)
{
    struct statement *statements = read_statements(text, length);
    struct hierarchy *hierarchy = hierarchy_new(single);
    struct vyos vyos = {
        .import = import,
        .interfaces = interfaces_new(),
        .bgp = neighbors_new("", 179),
        .ldp = neighbors_new("ldp ", 646),
    };
    size_t longest = FRR_LONGEST, ldp_longest = FRR_LDP_LONGEST;

    say_block(hierarchy_root(hierarchy), statements);
    vyos_read_neighbors(&vyos, hierarchy_root(hierarchy));
    neighbors_visit(vyos.bgp, vyos.interfaces, import, add_key, &longest);
    neighbors_visit(vyos.ldp, vyos.interfaces, import, add_key, &ldp_longest);
    neighbors_free(vyos.bgp);
    neighbors_free(vyos.ldp);
    interfaces_free(vyos.interfaces);
    hierarchy_free(hierarchy);
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
    /* and what its look-alikes write */
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
    .name = "vyos",
    .title = "VyOS and Vyatta",
    .signs = signs,
    .read = vyos_read,
};
