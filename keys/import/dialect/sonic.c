/* Reads SONiC's config_db.json, a dump of CONFIG_DB. The rows of its tables are named "ADDRESS" or
 * "VRF|ADDRESS". In split mode, FRR has a configuration of its own, which frr.c reads.
 *
 * The tables are those of the YANG models sonic-bgp-neighbor, sonic-bgp-peergroup and
 * sonic-bgp-peerrange.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "dialects.h"
#include "keys/import/model/rows.h"
#include "keys/import/text/document.h"

#include <string.h>

#define SESSION .source = "local_addr", .secrets = {"auth_password", "password"}
#define NEIGHBOR \
    .group = "peer_group_name", .port = "peer_port", .kind = NEIGHBOR_LINK_LOCAL, SESSION
static const struct row lists[] = {
    {.list = "BGP_PEER_GROUP", SESSION},
    {.list = "BGP_NEIGHBOR", NEIGHBOR},
    {.list = "BGP_INTERNAL_NEIGHBOR", NEIGHBOR},
    {.list = "BGP_VOQ_CHASSIS_NEIGHBOR", NEIGHBOR},
    {.list = "BGP_GLOBALS_LISTEN_PREFIX", .group = "peer_group"},
    {.list = "BGP_PEER_RANGE", .name = "ip_range", SESSION},
    {0},
};
static const struct row vrfs[] = {
    {.list = "", .instance = "vrf", .main = "default", .inside = lists}, {0}};

static bool sonic_secret(const struct branch *secret, struct key *key, const struct import *import)
{
    const struct word word = branch_first(secret)->word;
    if (!word_begins(word, "U2FsdGVkX1")) /* "Salted_", in base64, as OpenSSL writes it */
        return rows_plain_secret(secret, key, import);
    key->withheld = "it is encrypted with a key that is not in the file";
    return true;
}

static const struct dialect_rows dialect = {.row = vrfs, .read = sonic_secret};

static struct word part(const char *text, size_t length)
{
    return (struct word){text, length, 0};
}

/* Adds the rows of the table NAME to ROOT, each below a branch for its VRF and one for the table.
 */
static void say_table(struct branch *root, struct document *document, const char *name,
                      struct budget *budget)
{
    const struct node *table = document_member(document, document_root(document), name);
    for (unsigned i = 0; table && table->kind == NODE_TABLE && i < table->items->len; i++) {
        const struct member *row = table->items->pdata[i];
        const char *bar = strchr(row->name, '|'), *own = bar ? bar + 1 : row->name;
        const struct node *vrf = document_member(document, row->node, "vrf_name");
        struct word instance = bar                ? part(row->name, (size_t)(bar - row->name))
                               : vrf && vrf->text ? part(vrf->text, vrf->length)
                                                  : word_from("default");
        struct branch *at = branch_add(root, instance, row->node->line);
        at = branch_add(at, word_from(name), row->node->line);
        document_say(document, row->node, NULL, budget,
                     branch_add(at, word_from(own), row->node->line));
    }
}

/* Reads the addresses of interfaces from tables whose rows are named "INTERFACE|ADDRESS". */
static void read_addresses(struct rows *rows, const struct document *document)
{
    static const char *const names[] = {"INTERFACE", "LOOPBACK_INTERFACE", "PORTCHANNEL_INTERFACE",
                                        "VLAN_INTERFACE"};
    for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
        const struct node *table = document_member(document, document_root(document), names[i]);
        for (unsigned j = 0; table && table->kind == NODE_TABLE && j < table->items->len; j++) {
            const char *row = ((const struct member *)table->items->pdata[j])->name;
            const char *bar = strchr(row, '|');
            if (!bar)
                continue;
            char *name = interface_name(part(row, (size_t)(bar - row)));
            interfaces_add(rows->interfaces, name, bar + 1);
            g_free(name);
        }
    }
}

static void read_sonic(const char *text, size_t length, const struct import *import)
{
    struct import inner = *import;
    struct word json = {text, length, 0};
    yaml_enter_json(&json, &inner);
    struct document *document = yaml_read(json.at, json.length, &inner);
    struct rows *rows = rows_new(&dialect, length, &inner);

    read_addresses(rows, document);
    for (unsigned i = 0; lists[i].list; i++)
        say_table(rows->root, document, lists[i].list, &rows->said);
    rows_read(rows, rows->root, NULL);
    rows_import(rows);
    document_free(document);
}

static const struct sign signs[] = {
    {"\"DEVICE_METADATA\":*", 100},
    {"\"BGP_NEIGHBOR\":*", 100},
    {"\"BGP_PEER_GROUP\":*", 100},
    {"\"BGP_PEER_RANGE\":*", 100},
    {"\"LOOPBACK_INTERFACE\":*", 60},
    {"\"BGP_GLOBALS\":*", 100},
    {NULL, 0},
};

const struct dialect dialect_sonic = {
    .name = "sonic", .title = "SONiC config_db.json", .signs = signs, .read = read_sonic};
