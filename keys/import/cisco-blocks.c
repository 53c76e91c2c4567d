/* Reads BGP neighbors of which all that is said stands in a block of their own, as in IOS XR and
 * NX-OS, where they inherit from blocks that are no neighbors.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cisco.h"

#include "peer.h"

#define DEEPEST 8 /* nobody lets blocks inherit further; they may do so in a circle */

struct bgp {
    struct cisco *cisco;
    const struct cisco_inheritance *rules;
    struct neighbors *neighbors;
    GHashTable *lenders; /* char *: "KIND NAME" -> const struct statement *, the block */
};

/* "KIND NAME" from the word at INDEX on */
static char *lender_name(const struct statement *statement, unsigned index)
{
    const struct word kind = statement_word(statement, index);
    const struct word name = statement_word(statement, index + 1);
    return g_strdup_printf("%.*s %.*s", (int)kind.length, kind.at, (int)name.length, name.at);
}

/* The line of BLOCK by which it inherits from a block of KIND, or NULL. */
static const struct statement *reference(const struct bgp *bgp, const struct statement *block,
                                         const char *kind)
{
    for (unsigned i = 0; i < block->children->len; i++)
        if (statement_is(block->children->pdata[i], 0, bgp->rules->inherit) &&
            statement_is(block->children->pdata[i], 1, kind))
            return block->children->pdata[i];
    return NULL;
}

static const struct statement *lender(const struct bgp *bgp, const struct statement *reference)
{
    char *name = lender_name(reference, 1);
    const struct statement *block = g_hash_table_lookup(bgp->lenders, name);
    g_free(name);
    return block;
}

/* A search for a setting by any of its names, the last of which is NULL. */
struct search {
    const char *names[5];
    unsigned barred; /* bits: which names may not be inherited any more */
};

/* The setting as BLOCK says it itself; "password inheritance-disable" bars a name. */
static const struct statement *own_setting(const struct statement *block, struct search *search)
{
    for (unsigned i = 0; search->names[i]; i++) {
        const struct statement *found = NULL;
        if (!(search->barred & 1u << i))
            found = statement_find(block, search->names[i]);
        if (found && !statement_is(found, 1, "inheritance-disable"))
            return found;
        if (found)
            search->barred |= 1u << i;
    }
    return NULL;
}

/* The setting that BLOCK has itself, or from whom it inherits. */
static const struct statement *setting(const struct bgp *bgp, const struct statement *block,
                                       struct search *search, unsigned depth)
{
    const struct statement *found = own_setting(block, search);
    for (unsigned i = 0; i < G_N_ELEMENTS(bgp->rules->kinds) && !found && depth < DEEPEST; i++) {
        const struct statement *line = reference(bgp, block, bgp->rules->kinds[i]);
        const struct statement *from = line ? lender(bgp, line) : NULL;
        found = from ? setting(bgp, from, search, depth + 1) : NULL;
    }
    return found;
}

static void check_lenders(const struct bgp *bgp, const struct statement *block)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(bgp->rules->kinds); i++) {
        const struct statement *line = reference(bgp, block, bgp->rules->kinds[i]);
        if (line && !lender(bgp, line))
            import_problem(bgp->cisco->import, line->line, "its %s%s is not configured here",
                           bgp->rules->kinds[i], bgp->rules->define ? " template" : "");
    }
}

static void read_neighbor(const struct bgp *bgp, const struct statement *block, struct word vrf)
{
    struct search secrets = {.names = {"ao *", "keychain *", "password", "password6"}};
    struct search sources = {.names = {"local address *", "update-source *"}};
    const struct statement *secret = setting(bgp, block, &secrets, 0);
    const struct statement *source = setting(bgp, block, &sources, 0);
    char *name = word_dup(statement_word(block, 1)), *instance = cisco_instance(vrf);
    struct neighbor *neighbor = neighbors_get(bgp->neighbors, instance, name);
    struct prefix address;

    if (!peer_parse(name, &address))
        neighbor->kind = NEIGHBOR_LINK_LOCAL;
    if (secret)
        cisco_set_password(bgp->cisco, neighbor, secret, 1);
    else
        check_lenders(bgp, block);
    if (source)
        cisco_set_source(neighbor,
                         statement_rest(source, statement_is(source, 0, "local") ? 2 : 1));
    g_free(instance);
    g_free(name);
}

static void read_neighbors(const struct bgp *bgp, const struct statement *block, struct word vrf)
{
    for (unsigned i = 0; i < block->children->len; i++) {
        const struct statement *statement = block->children->pdata[i];
        if (statement_matches(statement, "neighbor *"))
            read_neighbor(bgp, statement, vrf);
        else if (statement_matches(statement, "vrf *") && !statement_is(block, 0, "vrf"))
            read_neighbors(bgp, statement, statement_word(statement, 1));
    }
}

static void read_router(struct bgp *bgp, const struct statement *router)
{
    const unsigned words = bgp->rules->define ? 1 : 0;
    bgp->neighbors = neighbors_new("", 179);
    bgp->lenders = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (unsigned i = 0; i < router->children->len; i++) {
        struct statement *block = router->children->pdata[i];
        if (words == 0 || statement_is(block, 0, bgp->rules->define))
            g_hash_table_replace(bgp->lenders, lender_name(block, words), block);
    }
    read_neighbors(bgp, router, (struct word){.at = ""});
    cisco_add_neighbors(bgp->cisco, bgp->neighbors);
    g_hash_table_destroy(bgp->lenders);
}

void cisco_read_bgp_blocks(struct cisco *cisco, const struct cisco_inheritance *rules)
{
    struct bgp bgp = {.cisco = cisco, .rules = rules};
    for (unsigned i = 0; i < cisco->root->children->len; i++)
        if (statement_matches(cisco->root->children->pdata[i], "router bgp *"))
            read_router(&bgp, cisco->root->children->pdata[i]);
}
