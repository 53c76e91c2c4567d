/* Reads the text of Huawei VRP and HPE Comware, view by view, with its key chains and its policies
 * for TCP-AO.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "vrp.h"

/* Reads a line of a key, of a key chain or of a policy: "key-string plain SECRET", "send-time ...",
 * or "send-id 1 receive-id 2", which may be two lines. The first of several lines counts. */
static void say_key_line(struct branch *key, const struct statement *line)
{
    static const char *const ids[] = {"send-id", "receive-id"};
    bool is_id = false;
    for (unsigned i = 0; i < G_N_ELEMENTS(ids); i++) {
        const unsigned index = vrp_index_after(line, ids[i]);
        is_id |= index > 0;
        if (index > 0 && !branch_child(key, word_from(ids[i])))
            branch_set(key, ids[i], statement_word(line, index), line->line);
    }
    if (is_id || branch_child(key, statement_word(line, 0)))
        return;
    struct branch *word = branch_add(key, statement_word(line, 0), line->line);
    if (statement_is(line, 0, "key-string"))
        vrp_set_secret(key, "key-string", line, 1, 2);
    else if (statement_is(line, 0, "algorithm"))
        branch_add(word, statement_word(line, 1), line->line);
    else if (statement_matches(line, "binding keychain"))
        branch_add(word, statement_word(line, 2), line->line);
    else
        branch_add(word, statement_rest(line, 1), line->line);
}

/* Returns the branch NAME below AT, a new one in place of any there. */
static struct branch *set_block(struct branch *at, struct word name, unsigned line)
{
    branch_forget(at, name);
    return branch_add(at, name, line);
}

/* Reads a block of lines and keys, "keychain NAME" or "tcp ao NAME", to the branch LIST NAME. Of
 * several blocks with that name, the last counts. */
static void say_keys(struct branch *root, const char *list, struct word name,
                     const struct statement *block)
{
    struct branch *said = set_block(vrp_add(root, list, block->line), name, block->line);
    struct branch *keys = vrp_add(said, "key-id", block->line);
    for (const struct statement *line = block->first; line; line = line->next) {
        struct branch *key = said;
        if (statement_matches(line, "undo key-id *"))
            branch_forget(keys, statement_word(line, 2));
        else if (statement_is(line, 0, "key-id"))
            key = branch_add(keys, statement_word(line, 1), line->line);
        else
            say_key_line(said, line);
        for (const struct statement *inner = line->first; key != said && inner; inner = inner->next)
            say_key_line(key, inner);
    }
}

/* Copies to TO the values of WORDS, the last of which is NULL, below FROM. */
static void copy(struct branch *to, const struct branch *from, const char *const *words)
{
    for (; *words; words++) {
        const struct branch *value = branch_value(from, *words), *kind = branch_first(value);
        branch_forget(to, word_from(*words));
        struct branch *copied = value ? branch_set(to, *words, value->word, value->line) : NULL;
        if (kind)
            branch_add(copied, kind->word, kind->line);
    }
}

/* Adds to POLICY and its keys what its key chain and the keys there with the same numbers have.
 * Removes it if it has no key chain. */
static void say_policy(const struct branch *chains, struct branch *policy)
{
    static const char *const own[] = {"receive-tolerance", "time", NULL};
    static const char *const lines[] = {"algorithm", "key-string", "send-time", "receive-time",
                                        NULL};
    const struct branch *binding = branch_value(policy, "binding");
    const struct branch *chain = binding ? branch_get_word(chains, binding->word) : NULL;
    struct branch *key = chain ? (struct branch *)branch_value(policy, "key-id") : NULL;

    if (!chain) {
        branch_remove(policy);
        return;
    }
    copy(policy, chain, own);
    for (; key; key = (struct branch *)branch_next(key))
        copy(key, branch_get_word(branch_get(chain, "key-id"), key->word), lines);
}

/* Gives each key of the policies below ROOT what the key of its chain with the same number has. */
static void say_chains(struct branch *root)
{
    struct branch *policy = (struct branch *)branch_value(root, "policy");
    for (; policy; policy = (struct branch *)branch_next(policy))
        say_policy(branch_get(root, "keychain"), policy);
}

/* The views that lines of the system view open, with the branches to which their lines go. */
static const struct {
    const char *pattern, *list;
    enum vrp_view_kind kind;
} views[] = {
    {"bgp", "bgp", VIEW_BGP},    {"mpls ldp", "ldp", VIEW_LDP},     {"msdp", "msdp", VIEW_MSDP},
    {"rpki", "rpki", VIEW_RPKI}, {"interface", "", VIEW_INTERFACE},
};

/* Reads "undo bgp ..." and the like, "undo ip vpn-instance NAME", "undo interface NAME" and "undo
 * keychain NAME". */
static void forget_view(const struct vrp *vrp, const struct statement *statement)
{
    struct branch *root = vrp->rows->root;
    const bool is_vpn = statement_matches(statement, "undo ip vpn-instance *");
    interfaces_read(vrp->rows->interfaces, statement);
    if (statement_matches(statement, "undo keychain *"))
        branch_forget(branch_child(root, word_from("keychain")), statement_word(statement, 2));
    for (unsigned i = 0; i < G_N_ELEMENTS(views); i++) {
        const unsigned end = statement_match(statement, 1, views[i].pattern);
        if (is_vpn)
            branch_forget(branch_child(root, word_from(views[i].list)),
                          statement_word(statement, 3));
        else if (end > 0 && statement_length(statement) <= end + (views[i].kind == VIEW_BGP))
            branch_forget(root, word_from(views[i].list));
    }
}

static void say_line(struct vrp *vrp, const struct vrp_view *view,
                     const struct statement *statement)
{
    struct branch *root = vrp->rows->root;
    char *name;
    switch (view->kind) {
    case VIEW_BGP:
    case VIEW_MSDP:
        if (statement_matches(statement, "undo ipv4-family vpn-instance *") ||
            statement_matches(statement, "undo ip vpn-instance *"))
            branch_forget(view->list, statement_word(statement, 3));
        vrp_say_peers(vrp, view, statement);
        break;
    case VIEW_LDP:
        vrp_say_ldp(vrp, view, statement);
        break;
    case VIEW_SESSION:
        vrp_say_cache(vrp, view, statement);
        break;
    case VIEW_RPKI:
        vrp_forget_cache(vrp, view, statement);
        break;
    case VIEW_INTERFACE:
        vrp->other_transport |= statement_matches(statement, "mpls ldp transport-address");
        name = interface_name(view->name);
        interfaces_read_line(vrp->rows->interfaces, name, statement);
        g_free(name);
        break;
    case VIEW_SYSTEM:
        if (statement_matches(statement, "mpls lsr-id") && vrp->lsr_id.length == 0)
            vrp->lsr_id = statement_word(statement, 2);
        else if (statement_matches(statement, "clock timezone"))
            branch_set(root, "clock", statement_rest(statement, 1), statement->line);
        else if (statement_is(statement, 0, "undo"))
            forget_view(vrp, statement);
        else if (statement_is(statement, 0, "keychain"))
            say_keys(root, "keychain", statement_word(statement, 1), statement);
        else if (statement_matches(statement, "tcp ao"))
            say_keys(root, "policy", statement_word(statement, 2), statement);
        break;
    }
}

/* Returns true if STATEMENT opens the view of a VPN instance or an address family in VIEW. */
static bool opens_part(const struct vrp_view *view, const struct statement *statement)
{
    static const char *const patterns[] = {"ip vpn-instance", "ipv4-family", "ipv6-family",
                                           "address-family"};
    const bool has_instances =
        view->kind == VIEW_BGP || view->kind == VIEW_LDP || view->kind == VIEW_RPKI;
    bool opened = has_instances && statement_is(statement, 0, "vpn-instance");
    for (unsigned i = 0; i < G_N_ELEMENTS(patterns) && view->kind == VIEW_BGP; i++)
        opened |= statement_matches(statement, patterns[i]);
    return opened;
}

/* Returns true if STATEMENT opens a view inside that of PLACE, and sets INNER to it. */
static bool opens(const struct vrp *vrp, const struct vrp_view *view,
                  const struct statement *statement, struct vrp_view *inner)
{
    const struct word vpn = vrp_word_after(statement, "vpn-instance");
    unsigned i = 0;

    if (opens_part(view, statement)) {
        *inner = *view;
        inner->vpn = vpn.length > 0 ? vpn : view->vpn;
        return true;
    }
    if (view->kind == VIEW_RPKI && statement_is(statement, 0, "session")) {
        *inner =
            (struct vrp_view){VIEW_SESSION, view->list, view->vpn, statement_word(statement, 1)};
        return true;
    }
    while (i < G_N_ELEMENTS(views) && !statement_matches(statement, views[i].pattern))
        i++;
    if (view->kind != VIEW_SYSTEM || i == G_N_ELEMENTS(views))
        return false;
    *inner =
        (struct vrp_view){views[i].kind, vrp_add(vrp->rows->root, views[i].list, statement->line),
                          vpn, statement_word(statement, 1)};
    return true;
}

/* BGP, a VPN instance in it, and an address family in that, below the first view. */
#define VIEWS 4

/* Reports a line with a key in the system view, where none belongs, as after a line that lost its
 * indentation. */
static void report_stray(const struct vrp *vrp, const struct statement *statement)
{
    if (statement_matches(statement, "peer * password") ||
        statement_matches(statement, "peer * keychain") ||
        statement_matches(statement, "peer * tcp-ao") ||
        statement_matches(statement, "md5-password") ||
        statement_matches(statement, "md5-authentication"))
        import_problem(vrp->rows->import, statement->line,
                       "this line has a key, but is in no view of a protocol");
}

/* Reads the lines of BLOCK. In a saved configuration, a view's lines are indented below it; in
 * typed commands, a view is open until "quit" or another view. */
static void say_block(struct vrp *vrp, const struct vrp_view *view, const struct statement *block)
{
    struct vrp_view open[VIEWS] = {*view}, inner;
    unsigned depth = 0;

    for (const struct statement *statement = block->first; statement; statement = statement->next) {
        bool opened = opens(vrp, &open[depth], statement, &inner);

        if (!opened && depth > 0 && opens(vrp, view, statement, &inner)) {
            opened = true;
            depth = 0;
        }
        if (statement_is(statement, 0, "return")) {
            depth = 0;
        } else if (statement_is(statement, 0, "quit")) {
            depth -= depth > 0;
        } else if (!opened) {
            if (open[depth].kind != VIEW_INTERFACE || !statement_removes(statement))
                say_line(vrp, view, statement);
            if (depth > 0)
                say_line(vrp, &open[depth], statement);
            else if (view->kind == VIEW_SYSTEM)
                report_stray(vrp, statement);
            say_block(vrp, &open[depth], statement); /* lines that were indented by mistake */
        } else if (statement->first) {
            say_block(vrp, &inner, statement);
        } else if (depth + 1 < VIEWS) {
            open[++depth] = inner;
        }
    }
}

void vrp_say(struct vrp *vrp, const struct statement *text)
{
    const struct vrp_view system = {.kind = VIEW_SYSTEM, .vpn = {.at = ""}};
    say_block(vrp, &system, text);
    say_chains(vrp->rows->root);
}
