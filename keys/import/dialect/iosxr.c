/* Reads keys out of configurations of Cisco IOS XR.
 *
 * A neighbor's own settings are the strongest, then those of its session-group, then those of its
 * neighbor-group. Groups inherit in the same way.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cisco.h"
#include "dialects.h"
#include "iosxr.h"

static const struct cisco_inheritance groups = {.inherit = "use",
                                                .kinds = {"session-group", "neighbor-group"}};

static void read_iosxr(const char *text, size_t length, const struct import *import)
{
    struct cisco cisco;
    cisco_init(&cisco, import, text, length);
    cisco.rules = CISCO_KINDS_IN_WORDS | CISCO_LOCAL_TIME;
    cisco_read_bgp_blocks(&cisco, &groups);
    iosxr_read_ldp(&cisco);
    iosxr_read_msdp(&cisco);
    iosxr_read_pcep(&cisco);
    cisco_clear(&cisco);
}

static const struct sign signs[] = {
    {"!! IOS XR *", 100},
    {"password encrypted *", 60},
    {"password clear *", 60},
    {"* password encrypted *", 60},
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
    {"ao * include-tcp-options *", 40},
    {"router bgp *", 25},
    {"remote-as *", 15},
    {"inherit peer *", -60},
    {"feature *", -60},
    {NULL, 0},
};

const struct dialect dialect_iosxr = {
    .name = "iosxr", .title = "Cisco IOS XR", .signs = signs, .read = read_iosxr};
