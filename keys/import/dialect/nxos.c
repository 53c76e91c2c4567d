/* Reads keys out of configurations of Cisco NX-OS.
 *
 * A neighbor's own settings are the strongest, then those of its peer-session template, then those
 * of its peer template. Templates inherit in the same way. A neighbor may be a prefix, or an
 * interface whose peer has a link-local address.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cisco.h"
#include "dialects.h"

#define SETTINGS                                                                       \
    .secrets = {"ao", "keychain", "password", "password6"}, .source = "update-source", \
    .inherits = {"inherit/peer-session", "inherit/peer"},                              \
    .kinds = {"peer-session template", "peer template"}

static const struct row lists[] = {
    {.list = "template/peer-session", .lends = "peer-session template", SETTINGS},
    {.list = "template/peer", .lends = "peer template", SETTINGS},
    {.list = "neighbor", .kind = NEIGHBOR_LINK_LOCAL, SETTINGS},
    {0},
};
static const struct row process[] = {
    {.block = "", .inside = lists},
    {.list = "vrf", .instance = "vrf", .inside = lists},
    {0},
};
/* An excerpt may begin inside the router. */
static const struct row bgp[] = {
    {.list = "router/bgp", .apart = true, .inside = process},
    {.block = "", .inside = process},
    {0},
};

static void read_nxos(const char *text, size_t length, const struct import *import)
{
    static const struct row *const protocols[] = {bgp, NULL};
    struct cisco cisco;
    cisco_init(&cisco, 0, import, text, length);
    cisco_read_rows(&cisco, length, protocols);
    cisco_read_ldp(&cisco);
    cisco_read_msdp(&cisco);
    cisco_read_sxp(&cisco);
    cisco_clear(&cisco);
}

static const struct sign signs[] = {
    {"feature *", 40},
    {"feature bgp", 40},
    {"template peer *", 60},
    {"inherit peer *", 60},
    {"inherit peer-session *", 30},
    {"vrf context *", 60},
    {"password 3 *", 60},
    {"password 7 *", 15},
    {"version * Bios:version*", 80},
    {"!Running configuration last done *", 60},
    {"mpls ldp configuration", 60},
    {"ip msdp password *", 40},
    {"feature cts", 40},
    {"cts sxp connection peer *", 30},
    {"router bgp *", 25},
    {"remote-as *", 15},
    {"neighbor * remote-as *", 10},
    {"    password *", 9},
    {"exit-peer-session", -60},
    {"ipv4 address *", -60},
    {"password encrypted *", -60},
    {"key-string password *", -60},
    {"vrf instance *", -60},
    {"frr *", -100},
    {NULL, 0},
};

const struct dialect dialect_nxos = {
    .name = "nxos", .title = "Cisco NX-OS", .signs = signs, .read = read_nxos, .like_cisco = true};
