/* Reads keys out of configurations of Cisco IOS and IOS XE.
 *
 * Each line about a BGP neighbor names it, so lines are read in order, whatever their indentation.
 * A session template is a peer group of the neighbors that inherit from it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cisco.h"
#include "dialects.h"
#include "keys/import/model/peer.h"
#include "keys/import/model/neighbor-line.h"

#include <string.h>

struct bgp {
    struct cisco *cisco;
    struct neighbors *neighbors;
    struct word vrf;           /* of the address family being read, or of its scope, or empty */
    struct word scope;         /* the VRF of the scope being read, or empty */
    struct neighbor *template; /* being read, or NULL */
};

/* Returns the name of a session template as a peer group. No real peer group has it, because it
 * contains a space. Free with g_free(). */
static char *template_name(struct word name)
{
    return g_strdup_printf("peer-session %.*s", (int)name.length, name.at);
}

static void neighbor_line_template(const struct neighbor_line *line)
{
    char *name = template_name(statement_word(line->statement, line->index + 2));
    neighbor_set(&line->neighbor->group, line->no ? NULL : name);
    line->neighbor->group_line = line->statement->line;
    g_free(name);
}

static void neighbor_line_password(const struct neighbor_line *line, struct cisco *cisco)
{
    line->neighbor->password = NULL;
    if (!line->no)
        cisco_set_secret(cisco, line->neighbor, cisco_secret(line->statement, line->index + 1));
}

static void ios_read_neighbor(const struct neighbor_line *line, struct cisco *cisco)
{
    const struct word none = {.at = ""};
    if (neighbor_line_is(line, 0, "password") || neighbor_line_is(line, 0, "ao"))
        neighbor_line_password(line, cisco);
    else if (neighbor_line_is(line, 0, "update-source"))
        cisco_set_source(line->neighbor,
                         line->no ? none : statement_rest(line->statement, line->index + 1));
    else if (neighbor_line_is(line, 0, "inherit") && neighbor_line_is(line, 1, "peer-session"))
        neighbor_line_template(line);
    else if (neighbor_line_is(line, 0, "peer-group") && neighbor_line_words(line) > 1)
        neighbor_line_group(line, 1);
    else if (neighbor_line_is_removal(line))
        neighbor_remove(line->neighbor);
}

static bool begins_template(struct bgp *bgp, const struct statement *statement)
{
    if (!statement_matches(statement, "template peer-session *"))
        return false;
    char *name = template_name(statement_word(statement, 2));
    bgp->template = neighbors_get(bgp->neighbors, NULL, name);
    g_free(name);
    return true;
}

/* "address-family ipv4 [unicast] [vrf NAME]" */
static bool begins_family(struct bgp *bgp, const struct statement *statement)
{
    if (!statement_is(statement, 0, "address-family"))
        return false;
    bgp->vrf = bgp->scope;
    for (unsigned i = 2; i < 4; i++)
        cisco_vrf(statement, i, &bgp->vrf);
    return true;
}

/* "scope vrf NAME" or "scope global", in which there are neighbors and address families; "vrf NAME"
 * in ArubaOS-CX */
static bool begins_scope(struct bgp *bgp, const struct statement *statement)
{
    const bool is_scope = statement_is(statement, 0, "scope");
    const bool is_vrf = statement_is(statement, 0, "vrf") && statement_length(statement) == 2;
    if (!is_scope && !(is_vrf && statement->first))
        return false;
    bgp->scope = (struct word){.at = ""};
    cisco_vrf(statement, is_scope, &bgp->scope);
    bgp->vrf = bgp->scope;
    return true;
}

/* Returns true if STATEMENT ends an address family, or a scope with it. */
static bool ends_family(struct bgp *bgp, const struct statement *statement)
{
    if (statement_is(statement, 0, "exit-scope") || statement_is(statement, 0, "router"))
        bgp->scope = (struct word){.at = ""};
    else if (!statement_is(statement, 0, "exit-address-family"))
        return false;
    bgp->vrf = bgp->scope;
    return true;
}

/* Returns true if STATEMENT removes neighbors: all, those of a VRF, or those of a family in one. */
static bool removes_neighbors(const struct bgp *bgp, const struct statement *statement)
{
    static const char *const vrfs[] = {"vrf definition *", "ip vrf *", "scope vrf *", "vrf *"};
    struct word vrf = {.at = ""};
    const unsigned last = statement_length(statement) - 1;
    const bool is_family = statement_match(statement, 1, "address-family");
    if (!statement_removes(statement))
        return false;
    for (unsigned i = 0; i < G_N_ELEMENTS(vrfs); i++)
        if (statement_match(statement, 1, vrfs[i]) == last + 1)
            vrf = statement_word(statement, last);
    for (unsigned i = 3; is_family && i < 5; i++)
        cisco_vrf(statement, i, &vrf);
    char *instance = neighbor_instance(vrf);
    const bool is_all = statement_match(statement, 1, "router bgp");
    if (is_all)
        neighbors_remove_all(bgp->neighbors);
    else if (instance && is_family)
        neighbors_remove_family(bgp->neighbors, instance, statement_is(statement, 2, "ipv6"));
    else if (instance)
        neighbors_remove_in(bgp->neighbors, instance);
    g_free(instance);
    return is_all || vrf.length > 0;
}

/* Drops the interface from "FE80::2%GigabitEthernet0/0/0", because no packet has it. */
static void drop_zone(struct bgp *bgp, const char *instance, struct neighbor_line *line)
{
    char *name = word_dup(statement_word(line->statement, line->index - 1));
    char *zone = strchr(name, '%');
    if (zone) {
        *zone = '\0';
        line->neighbor = neighbors_get(bgp->neighbors, instance, name);
    }
    g_free(name);
}

static void read_line(struct bgp *bgp, const struct statement *statement)
{
    struct neighbor_line line = {statement, bgp->template, 0, statement_removes(statement)};
    char *instance = neighbor_instance(bgp->vrf);

    line.index = line.no;
    bgp->template = NULL;
    if (neighbor_line_of(statement, "neighbor *", bgp->neighbors, instance, &line)) {
        drop_zone(bgp, instance, &line);
        ios_read_neighbor(&line, bgp->cisco);
    } else if (neighbor_line_of(statement, "bgp listen range *", bgp->neighbors, instance, &line)) {
        neighbor_line_range(&line, bgp->cisco->import);
    } else if (!removes_neighbors(bgp, statement) && !ends_family(bgp, statement) &&
               !begins_scope(bgp, statement) && !begins_template(bgp, statement) &&
               !begins_family(bgp, statement) && line.neighbor &&
               !statement_is(statement, 0, "exit-peer-session")) {
        bgp->template = line.neighbor;
        ios_read_neighbor(&line, bgp->cisco);
    }
    g_free(instance);
}

/* Reads the lines of BLOCK. The end of its indentation ends a template, an address family or a
 * scope, too. */
static void read_lines(struct bgp *bgp, const struct statement *block)
{
    for (const struct statement *statement = block->first; statement; statement = statement->next) {
        read_line(bgp, statement);
        neighbor_line_report_foreign(statement, bgp->cisco->import);
        if (!statement->first)
            continue;
        read_lines(bgp, statement);
        bgp->template = NULL;
        if (!statement_is(statement, 0, "address-family"))
            bgp->scope = (struct word){.at = ""};
        bgp->vrf = bgp->scope;
    }
}

static void read_ios(const char *text, size_t length, const struct import *import)
{
    struct cisco cisco;
    cisco_init(&cisco, 0, import, text, length);

    struct bgp bgp = {.cisco = &cisco,
                      .neighbors = neighbors_new("", 179),
                      .vrf = {.at = ""},
                      .scope = {.at = ""}};
    read_lines(&bgp, cisco.root);
    cisco_add_neighbors(&cisco, bgp.neighbors);
    cisco_read_ldp(&cisco);
    cisco_read_msdp(&cisco);
    cisco_read_sxp(&cisco);
    cisco_clear(&cisco);
}

static const struct sign signs[] = {
    {"boot-start-marker", 80},
    {"service timestamps *", 60},
    {"exit-peer-session", 80},
    {"neighbor * inherit peer-session *", 80},
    {"neighbor * ao *", 60},
    {"neighbor * password 7 0*", 30},
    {"neighbor * password 7 1*", 30},
    {"neighbor * password 6 *", 60},
    {"mpls ldp neighbor *", 60},
    {"mpls ldp password *", 60},
    {"ip msdp password peer *", 60},
    {"line con 0", 40},
    {"cts sxp default key-chain *", 40},
    {"cts sxp connection peer *", 30},
    {"vrf definition *", 40},
    {"scope vrf *", 60},
    {"address-family ipv4 vrf *", 40},
    {"bgp log-neighbor-changes", 20},
    {"interface GigabitEthernet*", 20},
    {"ip address * 255.*", 20},
    {"router bgp *", 25},
    {"router ospf *", 25},
    {"router isis*", 25},
    {"neighbor * remote-as *", 15},
    {"neighbor * password *", 10},
    {"neighbor * peer-group *", 5},
    {"frr *", -100},
    {"feature *", -60},
    {"sysname *", -100},
    {"vrf instance *", -60},
    {"neighbor * peer group *", -60},
    {"!! IOS XR *", -100},
    {"ipv4 address *", -60},
    {NULL, 0},
};

const struct dialect dialect_ios = {.name = "ios",
                                    .title = "Cisco IOS and IOS XE",
                                    .signs = signs,
                                    .read = read_ios,
                                    .like_cisco = true};
