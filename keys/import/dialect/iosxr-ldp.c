/* Reads the LDP, MSDP and PCEP passwords of IOS XR.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "iosxr.h"

#include <string.h>

typedef void reader(struct cisco *cisco, struct neighbors *neighbors, const struct statement *block,
                    struct word vrf);

/* Reads a block of the top level that begins with WORDS, then the VRFs in it. */
static void read_blocks(struct cisco *cisco, struct neighbors *neighbors, const char *words,
                        reader *read)
{
    const GPtrArray *blocks = cisco->root->children;
    for (unsigned i = 0; i < blocks->len; i++) {
        const struct statement *block = blocks->pdata[i];
        if (!statement_matches(block, words))
            continue;
        read(cisco, neighbors, block, (struct word){.at = ""});
        for (unsigned j = 0; j < block->children->len; j++)
            if (statement_matches(block->children->pdata[j], "vrf *"))
                read(cisco, neighbors, block->children->pdata[j],
                     statement_word(block->children->pdata[j], 1));
    }
    cisco_add_neighbors(cisco, neighbors);
}

/* Returns the source of sessions: the transport address, by default the router ID. */
static struct word ldp_source(const struct statement *ldp)
{
    const struct statement *family = statement_find(ldp, "address-family ipv4");
    const struct word transport =
        statement_word(statement_find(family, "discovery transport-address *"), 2);
    return transport.length > 0 ? transport : statement_word(statement_find(ldp, "router-id *"), 1);
}

/* LDP's neighbors in one VRF. */
struct scope {
    struct cisco *cisco;
    struct neighbors *neighbors;
    struct word source;
    const char *instance;
};

/* "192.0.2.2:0 password ..." from the word at INDEX on, or "password ..." for all neighbors that
 * have none of their own. */
static void read_password(const struct scope *scope, const struct statement *statement,
                          unsigned index)
{
    const bool any = statement_is(statement, index, "password");
    if ((!any && !statement_is(statement, index + 1, "password")) ||
        statement_is(statement, index + 2 - any, "disable"))
        return;
    char *name = any ? g_strdup("*") : word_dup(statement_word(statement, index));
    name[strcspn(name, ":")] = '\0'; /* the label space follows the ":" */
    struct neighbor *neighbor = neighbors_get(scope->neighbors, scope->instance, name);
    if (any)
        neighbor->kind = NEIGHBOR_ANY;
    cisco_set_source(neighbor, scope->source);
    cisco_set_password(scope->cisco, neighbor, statement, index + 2 - any);
    g_free(name);
}

static void read_ldp(struct cisco *cisco, struct neighbors *neighbors, const struct statement *ldp,
                     struct word vrf)
{
    char *instance = neighbor_instance(vrf);
    const struct scope scope = {cisco, neighbors, ldp_source(ldp), instance};

    for (unsigned i = 0; i < ldp->children->len; i++) {
        const struct statement *statement = ldp->children->pdata[i];
        if (!statement_is(statement, 0, "neighbor"))
            continue;
        read_password(&scope, statement, 1);
        for (unsigned j = 0; j < statement->children->len; j++)
            read_password(&scope, statement->children->pdata[j], 0);
    }
    g_free(instance);
}

static void read_peer(struct cisco *cisco, struct neighbor *neighbor, const struct statement *peer)
{
    const struct statement *password = statement_find(peer, "password");
    const struct statement *own = statement_find(peer, "connect-source *");
    const struct statement *common = statement_find(peer->parent, "connect-source *");
    const struct statement *source = own ? own : common;

    if (source)
        cisco_set_source(neighbor, statement_rest(source, 1));
    if (password)
        cisco_set_password(cisco, neighbor, password, 1);
}

static void read_msdp(struct cisco *cisco, struct neighbors *neighbors,
                      const struct statement *msdp, struct word vrf)
{
    char *instance = neighbor_instance(vrf);
    for (unsigned i = 0; i < msdp->children->len; i++) {
        const struct statement *peer = msdp->children->pdata[i];
        if (!statement_matches(peer, "peer *"))
            continue;
        char *name = word_dup(statement_word(peer, 1));
        read_peer(cisco, neighbors_get(neighbors, instance, name), peer);
        g_free(name);
    }
    g_free(instance);
}

void iosxr_read_ldp(struct cisco *cisco)
{
    read_blocks(cisco, neighbors_new("ldp ", 646), "mpls ldp", read_ldp);
}

void iosxr_read_msdp(struct cisco *cisco)
{
    read_blocks(cisco, neighbors_new("msdp ", 639), "router msdp", read_msdp);
}

/* Returns the router's own address in sessions of the server or client BLOCK. */
static struct word pcep_source(const struct statement *block)
{
    const struct word server = statement_word(statement_find(block, "address ipv4 *"), 2),
                      client = statement_word(statement_find(block, "source-address ipv4 *"), 2),
                      older = statement_word(statement_find(block, "peer source ipv4 *"), 3);
    return server.length > 0 ? server : client.length > 0 ? client : older;
}

/* PCEP's neighbors in one block. */
struct pcep {
    struct cisco *cisco;
    struct neighbors *neighbors;
    struct word source;
};

/* Reads the password in PEER, if it has one, for the sessions with the peer NAME. */
static void read_pcep_peer(const struct pcep *pcep, const struct statement *peer, struct word name)
{
    const struct statement *ao = statement_find(peer, "tcp-ao *"),
                           *password = ao ? ao : statement_find(peer, "password");
    if (!password)
        return;
    char *text = word_dup(name);
    struct neighbor *neighbor = neighbors_get(pcep->neighbors, NULL, text);
    neighbor->kind = word_is(name, "*") ? NEIGHBOR_ANY : NEIGHBOR_NAMED;
    cisco_set_source(neighbor, pcep->source);
    cisco_set_password(pcep->cisco, neighbor, password, 1);
    g_free(text);
}

/* A server's block "pce" has "peer ipv4 ADDRESS", a client's block "pcc" has "pce address ipv4
 * ADDRESS". The password of a server is for all peers that have none of their own. */
static void read_pcep(struct pcep pcep, const struct statement *block)
{
    static const char *const blocks[] = {"segment-routing", "traffic-eng", "mpls traffic-eng",
                                         "pcc", "pce"};
    pcep.source = pcep_source(block);
    for (unsigned i = 0; i < block->children->len; i++) {
        const struct statement *statement = block->children->pdata[i];
        if (statement_matches(statement, "pce address * *"))
            read_pcep_peer(&pcep, statement, statement_word(statement, 3));
        else if (statement_matches(statement, "peer * *"))
            read_pcep_peer(&pcep, statement, statement_word(statement, 2));
        else if (statement_is(statement, 0, "pce"))
            read_pcep_peer(&pcep, statement, (struct word){"*", 1, 0});
        for (unsigned j = 0; j < G_N_ELEMENTS(blocks); j++)
            if (statement_matches(statement, blocks[j]))
                read_pcep(pcep, statement);
    }
}

void iosxr_read_pcep(struct cisco *cisco)
{
    struct neighbors *neighbors = neighbors_new("pcep ", 4189);
    read_pcep((struct pcep){.cisco = cisco, .neighbors = neighbors}, cisco->root);
    cisco_add_neighbors(cisco, neighbors);
}
