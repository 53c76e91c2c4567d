/* Reads the configurations of freeRtr, the router of RARE.
 *
 * It has processes of BGP and of MSDP for each family, in a VRF that they name: "router bgp4",
 * "router msdp6". An encoded password begins with "$v10$" and is base64. The commands are those of
 * freeRtr's documentation, in its examples of interoperation ("bgp authentication").
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "dialects.h"
#include "keys/secret.h"
#include "nested.h"
#include "keys/import/model/rows.h"

#include <string.h>

/* The words that take one value. */
static const char *const single[] = {"password", "remote-as", "update-source", NULL};

/* "listen ACCESS-LIST TEMPLATE": the template's password is that of the hosts in the list, which is
 * not read. Others may sign nothing. */
static void note_clients(struct neighbor *neighbor, const struct branch *entry)
{
    (void)entry;
    neighbor->kind = NEIGHBOR_ANY;
    neighbor->optional = true;
}

#define SESSION .source = "update-source", .secrets = {"password"}
static const struct row lists[] = {
    {.list = "template", SESSION},
    {.list = "neighbor", .group = "template", SESSION},
    {.list = "listen", .group = "", .lends = "listen", .more = note_clients},
    {0},
};
#define MSDP .vrf = "vrf", .apart = true, .protocol = &protocol_msdp, .inside = lists
static const struct row root[] = {
    {.list = "router/bgp4", .vrf = "vrf", .apart = true, .inside = lists},
    {.list = "router/bgp6", .vrf = "vrf", .apart = true, .inside = lists},
    {.list = "router/msdp4", MSDP},
    {.list = "router/msdp6", MSDP},
    {0},
};

static bool freertr_secret(const struct branch *secret, struct key *key,
                           const struct import *import)
{
    const struct word word = branch_first(secret)->word;
    static const char base64[] = "$v10$", hidden[] = "$v";
    size_t length;

    if (word.length <= strlen(base64) || memcmp(word.at, hidden, strlen(hidden)) != 0)
        return rows_plain_secret(secret, key, import);
    const struct word digits = {word.at + strlen(base64), word.length - strlen(base64), 0};
    char *text =
        memcmp(word.at, base64, strlen(base64)) == 0 ? nested_decode(digits, &length) : NULL;
    if (text) {
        key->secret = secret_new(text, length);
        key->disguise = secret_new(word.at, word.length);
        secret_wipe(text, length);
    } else {
        key->withheld = "passwords of this type cannot be undone";
    }
    g_free(text);
    return true;
}

static const struct dialect_rows dialect = {
    .words = {.single = single, .plain = true}, .row = root, .read = freertr_secret};

static void read_freertr(const char *text, size_t length, const struct import *import)
{
    rows_import_lines(&dialect, text, length, NULL, import);
}

static const struct sign signs[] = {
    {"router bgp4 *", 100},
    {"router bgp6 *", 100},
    {"neighbor * password $v10$*", 100},
    {"vrf definition *", 10},
    {"no log-link-change", 60},
    {"router msdp4 *", 100},
    {"router msdp6 *", 100},
    {"address-family unicast*", 20},
    {"logging file debug*", 40},
    {"neighbor * template *", 20},
    {NULL, 0},
};

const struct dialect dialect_freertr = {.name = "freertr",
                                        .title = "freeRtr",
                                        .signs = signs,
                                        .read = read_freertr,
                                        .like_cisco = true};
