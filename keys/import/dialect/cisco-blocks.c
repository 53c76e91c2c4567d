/* Reads BGP neighbors that have a block of their own, as in IOS XR and NX-OS. They inherit from
 * other blocks, which are not neighbors.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cisco.h"

#include "keys/import/model/inheritance.h"
#include "keys/import/model/peer.h"

struct bgp {
    struct cisco *cisco;
    const struct cisco_inheritance *rules;
    struct neighbors *neighbors;
    GHashTable *lenders; /* char *: "KIND NAME" -> const struct statement *, the block */
    struct inheritance *inheritance;
};

/* Returns "KIND NAME", the two words at INDEX. Free with g_free(). */
static char *lender_name(const struct statement *statement, unsigned index)
{
    const struct word kind = statement_word(statement, index);
    const struct word name = statement_word(statement, index + 1);
    return g_strdup_printf("%.*s %.*s", (int)kind.length, kind.at, (int)name.length, name.at);
}

/* Returns the line by which BLOCK inherits from a block of KIND, or NULL. */
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

/* Lines for one setting, each with another name; the nearest line of a name counts. "password
 * inheritance-disable" in a block hides all farther lines of that name. */
struct lines {
    unsigned count;
    struct {
        const char *name;
        const struct statement *line; /* NULL: it is disabled */
    } at[4];
};

struct settings {
    struct lines secret, source;
};

static void add_line(struct lines *lines, const char *name, const struct statement *line)
{
    for (unsigned i = 0; i < lines->count; i++)
        if (lines->at[i].name == name)
            return;
    lines->at[lines->count].name = name;
    lines->at[lines->count++].line = line;
}

/* Adds the lines of BLOCK with one of NAMES, which end with NULL if there are fewer than four. */
static void find_lines(const struct statement *block, const char *const names[static 4],
                       struct lines *lines)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(lines->at) && names[i]; i++) {
        const struct statement *line = statement_find(block, names[i]);
        if (line)
            add_line(lines, names[i], statement_is(line, 1, "inheritance-disable") ? NULL : line);
    }
}

static void own_settings(const void *heir, void *data, void *bgp G_GNUC_UNUSED)
{
    static const char *const secrets[4] = {"ao *", "keychain *", "password", "password6"};
    static const char *const sources[4] = {"local address *", "update-source *"};
    struct settings *settings = data;
    find_lines(heir, secrets, &settings->secret);
    find_lines(heir, sources, &settings->source);
}

static void add_lenders(const void *heir, GPtrArray *lenders, void *data)
{
    const struct bgp *bgp = data;
    for (unsigned i = 0; i < G_N_ELEMENTS(bgp->rules->kinds); i++) {
        const struct statement *line = reference(bgp, heir, bgp->rules->kinds[i]);
        const struct statement *from = line ? lender(bgp, line) : NULL;
        if (from)
            g_ptr_array_add(lenders, (void *)from);
    }
}

static void inherit_lines(struct lines *lines, const struct lines *lent)
{
    for (unsigned i = 0; i < lent->count; i++)
        add_line(lines, lent->at[i].name, lent->at[i].line);
}

static void inherit(void *data, const void *lent)
{
    inherit_lines(&((struct settings *)data)->secret, &((const struct settings *)lent)->secret);
    inherit_lines(&((struct settings *)data)->source, &((const struct settings *)lent)->source);
}

static const struct inheritance_rules lending = {sizeof(struct settings), own_settings, add_lenders,
                                                 inherit};

static const struct statement *nearest(const struct lines *lines)
{
    const struct statement *line = NULL;
    for (unsigned i = 0; i < lines->count && !line; i++)
        line = lines->at[i].line;
    return line;
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

static void cisco_blocks_read_neighbor(const struct bgp *bgp, const struct statement *block,
                                       struct word vrf)
{
    const struct settings *settings = inheritance_settings(bgp->inheritance, block);
    const struct statement *secret = nearest(&settings->secret);
    const struct statement *source = nearest(&settings->source);
    char *name = word_dup(statement_word(block, 1)), *instance = neighbor_instance(vrf);
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
            cisco_blocks_read_neighbor(bgp, statement, vrf);
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
    bgp->inheritance = inheritance_new(&lending, bgp);
    read_neighbors(bgp, router, (struct word){.at = ""});
    cisco_add_neighbors(bgp->cisco, bgp->neighbors);
    inheritance_free(bgp->inheritance);
    g_hash_table_destroy(bgp->lenders);
}

/* An excerpt may begin inside the router. */
void cisco_read_bgp_blocks(struct cisco *cisco, const struct cisco_inheritance *rules)
{
    struct bgp bgp = {.cisco = cisco, .rules = rules};
    for (unsigned i = 0; i < cisco->root->children->len; i++)
        if (statement_matches(cisco->root->children->pdata[i], "router bgp *"))
            read_router(&bgp, cisco->root->children->pdata[i]);
    read_router(&bgp, cisco->root);
}
