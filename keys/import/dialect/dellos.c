/* Reads the configurations of Dell's switches: OS9, formerly FTOS, and OS10, now SmartFabric OS10.
 *
 * Their lines are like Cisco's. Their type 7 and type 9 encodings of passwords differ from Cisco's
 * and are not public. The commands are those of the Dell Networking OS 9 Command Line Reference
 * Guide and of the SmartFabric OS10 User Guide, in their chapters on BGP.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "dialects.h"
#include "keys/import/model/rows.h"
#include "keys/import/text/statement.h"

/* The words that take one value. */
static const char *const single[] = {"password", "peer-group", "remote-as", "update-source", NULL};

#define SESSION .source = "update-source", .secrets = {"password"}

/* "neighbor GROUP subnet NETWORK" is a range whose peers inherit from the group. */
static const struct row os9_lists[] = {
    {.list = "neighbor", .group = "peer-group", SESSION},
    {.list = "neighbor", .name = "subnet", SESSION},
    {0},
};

/* "listen NETWORK" makes a template a range. */
static const struct row os10_lists[] = {
    {.list = "template", .group = "inherit/template", SESSION},
    {.list = "template", .name = "listen", .group = "inherit/template", SESSION},
    {.list = "neighbor", .group = "inherit/template", SESSION},
    {.list = "neighbor/interface",
     .group = "inherit/template",
     .kind = NEIGHBOR_LINK_LOCAL,
     SESSION},
    {0},
};

/* A process of BGP has neighbors of its own and in VRFs. An excerpt may begin inside. */
#define PROCESS(lists)                                                                   \
    {.block = "", .inside = lists}, {.list = "vrf", .instance = "vrf", .inside = lists}, \
        {.list = "address-family/ipv4/vrf", .instance = "vrf", .inside = lists},         \
        {.list = "address-family/ipv6/vrf", .instance = "vrf", .inside = lists},         \
    {                                                                                    \
        0                                                                                \
    }
#define ROOT(process)                                                            \
    {.list = "router/bgp", .inside = process}, {.block = "", .inside = process}, \
    {                                                                            \
        0                                                                        \
    }

static const struct row os9_process[] = {PROCESS(os9_lists)}, os9[] = {ROOT(os9_process)};
static const struct row os10_process[] = {PROCESS(os10_lists)}, os10[] = {ROOT(os10_process)};

static const struct dialect_rows os9_rows = {
    .words = {.single = single, .plain = true}, .row = os9, .read = rows_typed_secret};
static const struct dialect_rows os10_rows = {
    .words = {.single = single, .plain = true}, .row = os10, .read = rows_typed_secret};

/* Makes the neighbors that follow an address family of a VRF at the same indentation its children,
 * here and in the blocks of BLOCK. OS9 accepts lines without indentation. */
static void nest_families(struct statement *block)
{
    struct statement *line = block->first, *family = NULL, *next;

    block->first = block->last = NULL;
    block->child_count = 0;
    for (; line; line = next) {
        const bool belongs = family && statement_is(line, statement_is(line, 0, "no"), "neighbor");
        next = line->next;
        statement_append(belongs ? family : block, line);
        if (belongs)
            continue;
        nest_families(line);
        family = statement_matches(line, "address-family * vrf *") ? line : NULL;
    }
}

static void read_os9(const char *text, size_t length, const struct import *import)
{
    rows_import_lines(&os9_rows, text, length, nest_families, import);
}

static void read_os10(const char *text, size_t length, const struct import *import)
{
    rows_import_lines(&os10_rows, text, length, nest_families, import);
}

static const struct sign os9_signs[] = {
    {"! Version 9.*", 100},
    {"! Version 8.*", 80},
    {"boot system stack-unit *", 100},
    {"boot system primary *", 60},
    {"stack-unit *", 60},
    {"hardware watchdog*", 60},
    {"interface TenGigabitEthernet *", 10},
    {"interface fortyGigE *", 60},
    {"interface ManagementEthernet *", 60},
    {"neighbor * no shutdown", 60},
    {"neighbor * subnet *", 60},
    {"neighbor * remote-as *", 5},
    {"neighbor * password *", 5},
    {"router bgp *", 20},
    {NULL, 0},
};

static const struct sign os10_signs[] = {
    {"! Version 10.*", 100},
    {"interface ethernet1/1/*", 60},
    {"interface mgmt1/1/*", 80},
    {"inherit template *", 80},
    {"neighbor interface ethernet1/*", 60},
    {"listen * limit *", 60},
    {"password 9 *", 80},
    {"ip vrf default", 40},
    {"iscsi enable", 30},
    {"router bgp *", 20},
    {"remote-as *", 10},
    {NULL, 0},
};

const struct dialect dialect_os9 = {
    .name = "os9", .title = "Dell OS9", .signs = os9_signs, .read = read_os9, .like_cisco = true};
const struct dialect dialect_os10 = {.name = "os10",
                                     .title = "Dell OS10",
                                     .signs = os10_signs,
                                     .read = read_os10,
                                     .like_cisco = true};
