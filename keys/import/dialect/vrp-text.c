/* Reads the lines about sessions and their keys in configurations of Huawei VRP and HPE Comware.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "vrp.h"

#include "keys/import/model/key-chain.h"
#include "vrp-peer.h"

#include <stdio.h>
#include <string.h>

/* The view to which a line belongs. */
enum view {
    VIEW_SYSTEM,
    VIEW_BGP,
    VIEW_LDP,
    VIEW_MSDP,
    VIEW_INTERFACE,
    VIEW_RPKI,
    VIEW_SESSION, /* of RPKI */
};

struct branch_target {
    enum view view;
    struct word name; /* the name of the VPN instance or interface, or the address of the cache */
    struct word vrf;  /* of VIEW_SESSION */
};

void vrp_report_once(const struct vrp *vrp, const struct statement *statement, const char *message)
{
    if (g_hash_table_add(vrp->reported, (void *)statement))
        import_problem(vrp->import, statement->line, "%s", message);
}

static void read_ldp_line(struct vrp *vrp, const struct branch_target *place,
                          const struct statement *statement)
{
    const struct vrp_ldp_line line = {statement, place->name};
    if (statement_is(statement, 0, "md5-password") ||
        statement_is(statement, 0, "md5-authentication") ||
        statement_matches(statement, "authentication key-chain") ||
        statement_matches(statement, "authentication tcp-ao"))
        g_array_append_val(vrp->ldp, line);
    else if (statement_is(statement, 0, "lsr-id"))
        vrp->lsr_id = statement_word(statement, 1);
}

/* Reads a line of an RPKI session: "tcp port 323 password md5 SECRET", "tcp port 323 keychain
 * NAME", "undo tcp" or "connect-interface ...". */
static void read_session_line(struct vrp *vrp, const struct branch_target *place,
                              const struct statement *statement)
{
    char *instance = neighbor_instance(place->vrf), *name = word_dup(place->name);
    struct neighbor *cache = neighbors_get(vrp->rpki, instance, name);
    uint64_t port = cache->port;

    if (statement_is(statement, 0, "tcp")) {
        const bool has_secret =
            vrp_word_after(statement, "password") > 0 || vrp_word_after(statement, "keychain") > 0;
        word_number(statement_word(statement, vrp_word_after(statement, "port")), G_MAXUINT16,
                    &port);
        cache->password = has_secret ? statement : NULL;
        cache->port = (uint16_t)port;
    } else if (statement_matches(statement, "undo tcp")) {
        cache->password = NULL;
    } else if (statement_is(statement, 0, "connect-interface")) {
        vrp_set_source(cache, statement, 0);
    }
    g_free(name);
    g_free(instance);
}

static void read_interface_line(struct vrp *vrp, const struct branch_target *place,
                                const struct statement *statement)
{
    if (statement_matches(statement, "mpls ldp transport-address"))
        vrp->other_transport = true;
    char *name = interface_name(place->name);
    interfaces_read_line(vrp->interfaces, name, statement);
    g_free(name);
}

/* Reads "clock timezone NAME add 08:00:00". */
static void read_zone(struct vrp *vrp, const struct statement *statement)
{
    char *offset = word_dup(statement_word(statement, 4));
    int hours = 0, minutes = 0;
    if (sscanf(offset, "%2d:%2d", &hours, &minutes) >= 1)
        vrp->zone = (statement_is(statement, 3, "minus") ? -60 : 60) * (hours * 60 + minutes);
    g_free(offset);
}

static void read_line(struct vrp *vrp, const struct branch_target *place,
                      const struct statement *statement)
{
    switch (place->view) {
    case VIEW_BGP:
        vrp_peer_read(vrp->bgp, place->name, statement);
        break;
    case VIEW_MSDP:
        vrp_peer_read(vrp->msdp, place->name, statement);
        break;
    case VIEW_LDP:
        read_ldp_line(vrp, place, statement);
        break;
    case VIEW_SESSION:
        read_session_line(vrp, place, statement);
        break;
    case VIEW_RPKI:
        break;
    case VIEW_INTERFACE:
        read_interface_line(vrp, place, statement);
        break;
    case VIEW_SYSTEM:
        if (statement_matches(statement, "mpls lsr-id") && vrp->lsr_id.length == 0)
            vrp->lsr_id = statement_word(statement, 2);
        else if (statement_matches(statement, "clock timezone"))
            read_zone(vrp, statement);
        else if (statement_is(statement, 0, "keychain"))
            word_table_set(vrp->chains, statement_word(statement, 1), statement);
        else if (statement_matches(statement, "tcp ao"))
            word_table_set(vrp->policies, statement_word(statement, 2), statement);
        break;
    }
}

/* Returns the word after "vpn-instance", or an empty word if there is none. */
static struct word vpn_instance(const struct statement *statement)
{
    const unsigned index = vrp_word_after(statement, "vpn-instance");
    return index > 0 ? statement_word(statement, index) : (struct word){.at = ""};
}

static bool opens_family(const struct statement *statement)
{
    return statement_matches(statement, "ip vpn-instance") ||
           statement_is(statement, 0, "ipv4-family") || statement_is(statement, 0, "ipv6-family") ||
           statement_is(statement, 0, "address-family");
}

/* Returns true if STATEMENT opens a view inside that of PLACE, and sets INNER to it. */
static bool opens(const struct branch_target *place, const struct statement *statement,
                  struct branch_target *inner)
{
    const struct word vpn = vpn_instance(statement);
    const bool system = place->view == VIEW_SYSTEM;

    if (place->view == VIEW_BGP && opens_family(statement))
        *inner =
            (struct branch_target){.view = VIEW_BGP, .name = vpn.length > 0 ? vpn : place->name};
    else if (system && statement_is(statement, 0, "bgp"))
        *inner = (struct branch_target){.view = VIEW_BGP, .name = {.at = ""}};
    else if (system && statement_matches(statement, "mpls ldp"))
        *inner = (struct branch_target){.view = VIEW_LDP, .name = vpn};
    else if (system && statement_is(statement, 0, "msdp"))
        *inner = (struct branch_target){.view = VIEW_MSDP, .name = vpn};
    else if (system && statement_is(statement, 0, "interface"))
        *inner =
            (struct branch_target){.view = VIEW_INTERFACE, .name = statement_word(statement, 1)};
    else if (system && statement_is(statement, 0, "rpki"))
        *inner = (struct branch_target){.view = VIEW_RPKI, .name = {.at = ""}};
    else if (place->view == VIEW_RPKI && statement_is(statement, 0, "vpn-instance"))
        *inner = (struct branch_target){.view = VIEW_RPKI, .name = vpn};
    else if (place->view == VIEW_RPKI && statement_is(statement, 0, "session"))
        *inner = (struct branch_target){VIEW_SESSION, statement_word(statement, 1), place->name};
    else
        return false;
    return true;
}

#define VIEWS 3

/* Reads the lines of BLOCK. In a saved configuration, a view's lines are indented below it; in
 * typed commands, a view is open until "quit" or another view. */
static void read_block(struct vrp *vrp, const struct branch_target *place,
                       const struct statement *block)
{
    struct branch_target open[VIEWS] = {*place}, inner;
    unsigned depth = 0;

    for (unsigned i = 0; i < block->children->len; i++) {
        const struct statement *statement = block->children->pdata[i];
        bool opened = opens(&open[depth], statement, &inner);

        if (!opened && depth > 0 && opens(place, statement, &inner)) {
            opened = true;
            depth = 0;
        }
        if (statement_is(statement, 0, "return")) {
            depth = 0;
        } else if (statement_is(statement, 0, "quit")) {
            depth -= depth > 0;
        } else if (!opened) {
            read_line(vrp, place, statement);
            if (depth > 0)
                read_line(vrp, &open[depth], statement);
        } else if (statement->children->len > 0) {
            read_block(vrp, &inner, statement);
        } else if (depth + 1 < VIEWS) {
            open[++depth] = inner;
        }
    }
}

struct vrp *vrp_read(const char *text, size_t length, const struct import *import)
{
    const struct branch_target system = {.view = VIEW_SYSTEM, .name = {.at = ""}};
    struct vrp *vrp = g_new0(struct vrp, 1);

    vrp->import = import;
    vrp->text = statement_read_indented(text, length);
    vrp->bgp = neighbors_new("", 179);
    vrp->msdp = neighbors_new("msdp ", 639);
    vrp->rpki = neighbors_new("rpki ", 323);
    vrp->interfaces = interfaces_new();
    vrp->ldp = g_array_new(FALSE, FALSE, sizeof(struct vrp_ldp_line));
    vrp->chains = word_table_new(NULL);
    vrp->policies = word_table_new(NULL);
    vrp->known = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)key_chain_free);
    vrp->reported = g_hash_table_new(NULL, NULL);
    read_block(vrp, &system, vrp->text);
    return vrp;
}

void vrp_free(struct vrp *vrp)
{
    g_hash_table_destroy(vrp->reported);
    g_hash_table_destroy(vrp->known);
    g_hash_table_destroy(vrp->policies);
    g_hash_table_destroy(vrp->chains);
    g_array_free(vrp->ldp, TRUE);
    interfaces_free(vrp->interfaces);
    neighbors_free(vrp->rpki);
    neighbors_free(vrp->msdp);
    neighbors_free(vrp->bgp);
    statement_free(vrp->text);
    g_free(vrp);
}
