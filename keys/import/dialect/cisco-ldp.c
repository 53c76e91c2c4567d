/* Reads the LDP passwords of IOS ("mpls ldp ..." lines) and NX-OS (the same in a block).
 *
 * The router uses a neighbor's own password, otherwise that of the first option whose list permits
 * the neighbor, otherwise the fallback. Its keys are in that order.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cisco.h"

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

/* The lines as branches: VRF "neighbor" ADDRESS KIND SECRET; VRF "password" "option" NUMBER LIST
 * KIND SECRET; VRF "password" "fallback" KIND SECRET; VRF "router-id" INTERFACE. KIND is the word
 * before the secret. A line replaces or removes the earlier ones about the same. */
struct ldp {
    struct cisco *cisco;
    struct neighbors *neighbors;
    struct branch *root;
    bool sources_vary; /* they depend on the interface over which a neighbor is discovered */
};

/* Adds the words at INDEX and after it, the secret, and the one before them. */
static void say_secret(struct branch *at, const struct statement *line, unsigned index)
{
    branch_add(branch_add(at, statement_word(line, index - 1), line->line),
               statement_rest(line, index), line->line);
}

/* "[no] password option NUMBER for LIST ..." and "... password fallback ...", NAME being the index
 * of the word after "password" */
static void say_shared(struct branch *password, const struct statement *line, unsigned name,
                       bool no)
{
    const bool option = statement_is(line, name, "option");
    struct branch *list =
        option ? branch_add(password, statement_word(line, name++), line->line) : password;
    unsigned secret = name + 1;

    branch_forget(list, statement_word(line, name));
    if (no || (option && !statement_is(line, name + 1, "for")))
        return;
    struct branch *at = branch_add(list, statement_word(line, name), line->line);
    if (option) {
        at = branch_add(at, statement_word(line, name + 2), line->line);
        secret = name + 3;
    }
    say_secret(at, line, secret + statement_is(line, secret, "key-chain"));
}

/* Adds LINE, whose word at INDEX follows "[no] mpls ldp" or, in a block, begins the line. A VRF may
 * follow "neighbor" or "router-id" instead. */
static void say_line(const struct ldp *ldp, const struct statement *line, unsigned index)
{
    const bool no = statement_removes(line);
    struct word vrf = {.at = ""};
    index = cisco_vrf(line, index + no, &vrf);
    const struct word kind = statement_word(line, index);
    const unsigned name = cisco_vrf(line, index + 1, &vrf);
    struct branch *at = branch_add(ldp->root, vrf, line->line);

    if (word_is(kind, "password")) {
        say_shared(branch_add(at, kind, line->line), line, name, no);
    } else if (word_is(kind, "router-id")) {
        branch_forget(at, kind);
        if (!no)
            branch_add(branch_add(at, kind, line->line), statement_word(line, name), line->line);
    } else if (word_is(kind, "neighbor") && statement_is(line, name + 1, "password")) {
        at = branch_add(at, kind, line->line);
        branch_forget(at, statement_word(line, name));
        if (!no)
            say_secret(branch_add(at, statement_word(line, name), line->line), line, name + 2);
    }
}

static void say_lines(struct ldp *ldp)
{
    const struct statement *statement = ldp->cisco->root->first;
    for (; statement; statement = statement->next) {
        if (statement_matches(statement, "mpls ldp configuration"))
            for (const struct statement *line = statement->first; line; line = line->next)
                say_line(ldp, line, 0);
        else if (statement_match(statement, statement_removes(statement), "mpls ldp *"))
            say_line(ldp, statement, 2);
        else if (statement_matches(statement, "interface *") &&
                 statement_find(statement, "mpls ldp discovery transport-address *"))
            ldp->sources_vary = true;
    }
}

/* The secret of neighbors in VRF. */
struct shared {
    const struct ldp *ldp;
    const struct branch *vrf, *kind;
};

/* Gives the neighbor NAME a secret, unless it has one. */
static void add_for(const char *name, void *data)
{
    const struct shared *shared = data;
    const struct branch *source = branch_value(shared->vrf, "router-id");
    char *instance = neighbor_instance(shared->vrf->word);
    struct neighbor *neighbor = neighbors_get(shared->ldp->neighbors, instance, name);

    if (strcmp(name, "*") == 0)
        neighbor->kind = NEIGHBOR_ANY;
    if (source && !shared->ldp->sources_vary)
        cisco_set_source(neighbor, source->word);
    if (!neighbor->password)
        cisco_set_secret(shared->ldp->cisco, neighbor, cisco_secret_of(shared->kind));
    g_free(instance);
}

static void read_vrf(const struct ldp *ldp, struct branch *vrf)
{
    const struct branch *neighbor = branch_value(vrf, "neighbor");
    const struct branch *option = branch_first(branch_at(vrf, "password/option"));
    const struct branch *fallback = branch_at(vrf, "password/fallback");

    for (; neighbor; neighbor = branch_next(neighbor)) {
        char *name = word_dup(neighbor->word);
        add_for(name, &(struct shared){ldp, vrf, branch_first(neighbor)});
        g_free(name);
    }
    for (; option; option = branch_next(option)) {
        const struct branch *list = branch_first(option);
        struct branch *spent = branch_add(vrf, word_from("spent"), 0);
        if (!branch_child(spent, list->word)) /* the first option with a list counts */
            each_permitted(ldp->cisco, list->word, list->line, add_for,
                           &(struct shared){ldp, vrf, branch_first(list)});
        branch_add(spent, list->word, 0);
    }
    if (fallback)
        add_for("*", &(struct shared){ldp, vrf, branch_first(fallback)});
}

void cisco_read_ldp(struct cisco *cisco)
{
    struct hierarchy *tree = hierarchy_new(&(struct hierarchy_words){.plain = true});
    struct ldp ldp = {cisco, neighbors_new("ldp ", 646), hierarchy_root(tree), false};
    say_lines(&ldp);
    for (struct branch *vrf = ldp.root->first; vrf; vrf = vrf->next)
        read_vrf(&ldp, vrf);
    cisco_add_neighbors(cisco, ldp.neighbors);
    hierarchy_free(tree);
}
