/* Reads keys out of configurations of Cisco IOS and IOS XE.
 *
 * What is said of a BGP neighbor stands in lines of their own that name it, so that they are read
 * in their order whatever their indentation. A session template is a peer group to those that
 * inherit from it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cisco.h"
#include "dialects.h"
#include "peer.h"
#include "said.h"

#include <string.h>

struct bgp {
    struct cisco *cisco;
    struct neighbors *neighbors;
    struct word vrf;           /* of the address family being read, or empty */
    struct neighbor *template; /* being read, or NULL */
};

/* No peer group can have this name: it has a blank. */
static char *template_name(struct word name)
{
    return g_strdup_printf("peer-session %.*s", (int)name.length, name.at);
}

static void said_template(const struct said *said)
{
    char *name = template_name(statement_word(said->statement, said->index + 2));
    neighbor_set(&said->neighbor->group, said->no ? NULL : name);
    said->neighbor->group_line = said->statement->line;
    g_free(name);
}

static void said_password(const struct said *said, struct cisco *cisco)
{
    said->neighbor->password = NULL;
    if (!said->no)
        cisco_set_password(cisco, said->neighbor, said->statement, said->index + 1);
}

/* Does "no" with this behind it remove the neighbor? */
static bool said_all(const struct said *said)
{
    struct prefix address;
    return said_words(said) == 0 || said_is(said, 0, "peer-group") ||
           (said_is(said, 0, "remote-as") && peer_parse(said->neighbor->name, &address));
}

static void read_neighbor(const struct said *said, struct cisco *cisco)
{
    const struct word none = {.at = ""};
    if (said_is(said, 0, "password") || said_is(said, 0, "ao"))
        said_password(said, cisco);
    else if (said_is(said, 0, "update-source"))
        cisco_set_source(said->neighbor,
                         said->no ? none : statement_rest(said->statement, said->index + 1));
    else if (said_is(said, 0, "inherit") && said_is(said, 1, "peer-session"))
        said_template(said);
    else if (said_is(said, 0, "peer-group") && said_words(said) > 1)
        said_group(said, 1);
    else if (said->no && said_all(said))
        neighbor_remove(said->neighbor);
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
    bgp->vrf = (struct word){.at = ""};
    for (unsigned i = 2; i < 4; i++)
        cisco_vrf(statement, i, &bgp->vrf);
    return true;
}

static bool ends_family(const struct statement *statement)
{
    return statement_is(statement, 0, "exit-address-family") ||
           statement_is(statement, 0, "router");
}

/* "FE80::2%GigabitEthernet0/0/0": no packet tells the interface. */
static void drop_zone(struct bgp *bgp, const char *instance, struct said *said)
{
    char *name = word_dup(statement_word(said->statement, said->index - 1));
    char *zone = strchr(name, '%');
    if (zone) {
        *zone = '\0';
        said->neighbor = neighbors_get(bgp->neighbors, instance, name);
    }
    g_free(name);
}

static void read_line(struct bgp *bgp, const struct statement *statement)
{
    struct said said = {statement, bgp->template, 0, statement_is(statement, 0, "no")};
    char *instance = cisco_instance(bgp->vrf);

    said.index = said.no;
    bgp->template = NULL;
    if (said_of(statement, "neighbor *", bgp->neighbors, instance, &said)) {
        drop_zone(bgp, instance, &said);
        read_neighbor(&said, bgp->cisco);
    } else if (said_of(statement, "bgp listen range *", bgp->neighbors, instance, &said)) {
        if (said_is(&said, 0, "peer-group"))
            said_group(&said, 1);
    } else if (ends_family(statement)) {
        bgp->vrf = (struct word){.at = ""};
    } else if (!begins_template(bgp, statement) && !begins_family(bgp, statement) &&
               said.neighbor && !statement_is(statement, 0, "exit-peer-session")) {
        bgp->template = said.neighbor;
        read_neighbor(&said, bgp->cisco);
    }
    g_free(instance);
}

/* A block ends with its indentation, too. */
static void read_lines(struct bgp *bgp, const struct statement *block)
{
    for (unsigned i = 0; i < block->children->len; i++) {
        const struct statement *statement = block->children->pdata[i];
        read_line(bgp, statement);
        if (statement->children->len == 0)
            continue;
        read_lines(bgp, statement);
        bgp->template = NULL;
        bgp->vrf = (struct word){.at = ""};
    }
}

static void read_ios(const char *text, size_t length, const struct import *import)
{
    struct cisco cisco;
    cisco_init(&cisco, import, text, length);

    struct bgp bgp = {.cisco = &cisco, .neighbors = neighbors_new("", 179), .vrf = {.at = ""}};
    read_lines(&bgp, cisco.root);
    cisco_add_neighbors(&cisco, bgp.neighbors);
    cisco_read_ldp(&cisco);
    cisco_read_msdp(&cisco);
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
    {"vrf definition *", 40},
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

const struct dialect dialect_ios = {
    .name = "ios", .title = "Cisco IOS and IOS XE", .signs = signs, .read = read_ios};
