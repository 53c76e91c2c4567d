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

static const struct cisco_inheritance templates = {
    .inherit = "inherit", .define = "template", .kinds = {"peer-session", "peer"}};

static void read_nxos(const char *text, size_t length, const struct import *import)
{
    struct cisco cisco;
    cisco_init(&cisco, import, text, length);
    cisco_read_bgp_blocks(&cisco, &templates);
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
    {"exit-peer-session", -60},
    {"ipv4 address *", -60},
    {"password encrypted *", -60},
    {"key-string password *", -60},
    {"vrf instance *", -60},
    {"frr *", -100},
    {NULL, 0},
};

const struct dialect dialect_nxos = {
    .name = "nxos", .title = "Cisco NX-OS", .signs = signs, .read = read_nxos};
