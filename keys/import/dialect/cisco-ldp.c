/* Reads the LDP passwords of IOS ("mpls ldp ..." lines) and NX-OS (the same in a block).
 *
 * The router uses a neighbor's own password, otherwise that of the first option whose list permits
 * the neighbor, otherwise the fallback.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cisco.h"

#include "keys/hash.h"

#include <string.h>

/* Sets *NUMBER to the IPv4 address in WORD. Returns false if WORD is not one. */
static bool read_number(struct word word, guint32 *number)
{
    struct prefix prefix;
    char *text = word_dup(word);
    const bool fits =
        prefix_parse(text, &prefix, NULL) && prefix.address.length == 4 && prefix.bits == 32;
    g_free(text);
    if (fits)
        *number = (guint32)prefix.address.bytes[0] << 24 | (guint32)prefix.address.bytes[1] << 16 |
                  (guint32)prefix.address.bytes[2] << 8 | prefix.address.bytes[3];
    return fits;
}

/* Returns the shortest prefix that covers ADDRESS and WILDCARD, as text. Free with g_free(). */
static char *wildcard_prefix(guint32 address, guint32 wildcard)
{
    const unsigned bits = wildcard == 0 ? 32 : 31 - g_bit_nth_msf(wildcard, -1);
    const guint32 mask = bits == 0 ? 0 : ~(guint32)0 << (32 - bits);
    address &= mask;
    return g_strdup_printf(bits == 32 ? "%u.%u.%u.%u" : "%u.%u.%u.%u/%u", address >> 24,
                           address >> 16 & 255, address >> 8 & 255, address & 255, bits);
}

/* Returns the index of the first word after "permit" and "ip" or "ipv4"; 0 if LINE does not
 * permit. */
static unsigned permitted_index(const struct statement *line)
{
    for (unsigned i = 0; i < 6; i++)
        if (statement_is(line, i, "permit"))
            return i + 1 + (statement_is(line, i + 1, "ip") || statement_is(line, i + 1, "ipv4"));
    return 0;
}

static void each_in_line(const struct statement *line, unsigned index,
                         void (*add)(const char *, void *), void *data)
{
    const struct word word = statement_word(line, index), next = statement_word(line, index + 1);
    guint32 address, wildcard;

    char *text = word_is(word, "any") ? g_strdup("*")
                 : read_number(word, &address) && read_number(next, &wildcard)
                     ? wildcard_prefix(address, wildcard)
                     : word_dup(word_is(word, "host") ? next : word);
    add(text, data);
    g_free(text);
}

/* Calls ADD for each address or prefix that the list NAME permits, or for "*" if it permits any.
 * Adds a problem at LINE if there is no such list. Ignores lines that deny: an unused key does no
 * harm. */
static void each_permitted(struct cisco *cisco, struct word name, unsigned line,
                           void (*add)(const char *permitted, void *data), void *data)
{
    const GPtrArray *lines = word_table_get(cisco->lists, name);
    if (!lines)
        import_problem(cisco->import, line, "there is no such list of addresses");
    for (unsigned i = 0; lines && i < lines->len && budget_spend(&cisco->budget, 1, line); i++) {
        const unsigned index = permitted_index(lines->pdata[i]);
        if (index > 0)
            each_in_line(lines->pdata[i], index, add, data);
    }
}

struct ldp {
    struct cisco *cisco;
    struct neighbors *neighbors;
    GHashTable
        *sources; /* word table: VRF -> struct word *, the interface that gives the router id */
    bool sources_vary;  /* they depend on the interface over which a neighbor is discovered */
    GHashTable *latest; /* char *, owned: "VRF option NUMBER" or "VRF fallback" -> const struct
                           statement *, the last line about it */
    GHashTable *spent;  /* char *: "VRF LIST" of the options already read */
};

/* A line after "[no] mpls ldp [vrf VRF]". */
struct line {
    const struct statement *statement;
    unsigned index; /* the index of its first word, "password" or "neighbor" */
    struct word vrf;
    bool no;
};

typedef void visitor(struct ldp *ldp, const struct line *line);

static void visit_line(struct ldp *ldp, const struct statement *statement, unsigned index,
                       visitor *visit)
{
    struct line line = {.statement = statement, .vrf = {.at = ""}};
    line.no = statement_removes(statement);
    line.index = cisco_vrf(statement, index + line.no, &line.vrf);
    visit(ldp, &line);
}

static void visit_lines(struct ldp *ldp, visitor *visit)
{
    const struct statement *statement = ldp->cisco->root->first;
    for (; statement; statement = statement->next) {
        if (statement_matches(statement, "mpls ldp configuration"))
            for (const struct statement *line = statement->first; line; line = line->next)
                visit_line(ldp, line, 0, visit);
        else if (statement_matches(statement, "mpls ldp *") ||
                 (statement_removes(statement) && statement_match(statement, 1, "mpls ldp *")))
            visit_line(ldp, statement, 2, visit);
        else if (statement_matches(statement, "interface *") &&
                 statement_find(statement, "mpls ldp discovery transport-address *"))
            ldp->sources_vary = true;
    }
}

/* "router-id [vrf VRF] INTERFACE" */
static void note_source(struct ldp *ldp, const struct line *line)
{
    struct word vrf = line->vrf;
    if (line->no || !statement_is(line->statement, line->index, "router-id"))
        return;
    const unsigned index = cisco_vrf(line->statement, line->index + 1, &vrf);
    const struct word source = statement_word(line->statement, index);
    word_table_set(ldp->sources, vrf, g_memdup2(&source, sizeof source));
}

static void set_source(const struct ldp *ldp, struct neighbor *neighbor, struct word vrf)
{
    const struct word *source = word_table_get(ldp->sources, vrf);
    if (source && !ldp->sources_vary)
        cisco_set_source(neighbor, *source);
}

static struct neighbor *neighbor_of(const struct ldp *ldp, const char *name, struct word vrf)
{
    char *instance = neighbor_instance(vrf);
    struct neighbor *neighbor = neighbors_get(ldp->neighbors, instance, name);
    set_source(ldp, neighbor, vrf);
    g_free(instance);
    return neighbor;
}

/* "neighbor [vrf VRF] ADDRESS password ..." */
static void cisco_ldp_read_neighbor(struct ldp *ldp, const struct line *line)
{
    struct word vrf = line->vrf;
    const unsigned index = cisco_vrf(line->statement, line->index + 1, &vrf);
    if (!statement_is(line->statement, index + 1, "password"))
        return;
    char *name = word_dup(statement_word(line->statement, index));
    struct neighbor *neighbor = neighbor_of(ldp, name, vrf);

    neighbor->password = NULL;
    if (!line->no)
        cisco_set_password(ldp->cisco, neighbor, line->statement, index + 2);
    g_free(name);
}

/* A password or a key chain for neighbors that the line does not name. */
struct shared {
    struct ldp *ldp;
    const struct line *line;
    unsigned index;
};

static void add_for(const char *permitted, void *data)
{
    const struct shared *shared = data;
    struct neighbor *neighbor = neighbor_of(shared->ldp, permitted, shared->line->vrf);
    if (strcmp(permitted, "*") == 0)
        neighbor->kind = NEIGHBOR_ANY;
    if (!neighbor->password)
        cisco_set_password(shared->ldp->cisco, neighbor, shared->line->statement, shared->index);
}

/* Returns true if an earlier line was for the same LIST, and records this one. */
static bool is_spent(struct ldp *ldp, struct word vrf, struct word list)
{
    return !g_hash_table_add(ldp->spent, g_strdup_printf("%.*s %.*s", (int)vrf.length, vrf.at,
                                                         (int)list.length, list.at));
}

/* Returns what the line sets or removes: "VRF option NUMBER" or "VRF fallback". Free with
 * g_free(). */
static char *shared_id(const struct line *line)
{
    const struct word kind = statement_word(line->statement, line->index + 1),
                      number = statement_word(line->statement, line->index + 2);
    return g_strdup_printf("%.*s %.*s %.*s", (int)line->vrf.length, line->vrf.at, (int)kind.length,
                           kind.at, word_is(kind, "option") ? (int)number.length : 0, number.at);
}

static void note_latest(struct ldp *ldp, const struct line *line)
{
    if (statement_is(line->statement, line->index, "password"))
        g_hash_table_insert(ldp->latest, shared_id(line), (void *)line->statement);
}

/* Returns true if no later line sets or removes the same as LINE. */
static bool is_latest(const struct ldp *ldp, const struct line *line)
{
    char *id = shared_id(line);
    const bool is = g_hash_table_lookup(ldp->latest, id) == line->statement;
    g_free(id);
    return is;
}

/* "password option NUMBER for LIST ..." and "password fallback ..." */
static void read_shared(struct ldp *ldp, const struct line *line)
{
    const struct statement *statement = line->statement;
    const unsigned kind = line->index + 1;
    struct shared shared = {ldp, line, kind + 1};
    const bool option =
        statement_is(statement, kind, "option") && statement_is(statement, kind + 2, "for");

    if (option)
        shared.index = kind + 4;
    if (statement_is(statement, shared.index, "key-chain"))
        shared.index++;
    if (option && !is_spent(ldp, line->vrf, statement_word(statement, kind + 3)))
        each_permitted(ldp->cisco, statement_word(statement, kind + 3), statement->line, add_for,
                       &shared);
    else if (statement_is(statement, kind, "fallback"))
        add_for("*", &shared);
}

static void read_line(struct ldp *ldp, const struct line *line)
{
    if (statement_is(line->statement, line->index, "neighbor"))
        cisco_ldp_read_neighbor(ldp, line);
    else if (statement_is(line->statement, line->index, "password") && !line->no &&
             is_latest(ldp, line))
        read_shared(ldp, line);
}

void cisco_read_ldp(struct cisco *cisco)
{
    struct ldp ldp = {.cisco = cisco, .neighbors = neighbors_new("ldp ", 646)};
    ldp.sources = word_table_new(g_free);
    ldp.spent = g_hash_table_new_full(hash_text, g_str_equal, g_free, NULL);
    ldp.latest = g_hash_table_new_full(hash_text, g_str_equal, g_free, NULL);
    visit_lines(&ldp, note_source);
    visit_lines(&ldp, note_latest);
    visit_lines(&ldp, read_line);
    cisco_add_neighbors(cisco, ldp.neighbors);
    g_hash_table_destroy(ldp.latest);
    g_hash_table_destroy(ldp.spent);
    g_hash_table_destroy(ldp.sources);
}
