/* Reads the text of Huawei VRP and HPE Comware, view by view.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "vrp.h"

static void say_line(struct vrp *vrp, const struct vrp_view *view,
                     const struct statement *statement)
{
    struct branch *root = vrp->rows->root;
    char *name;
    switch (view->kind) {
    case VIEW_BGP:
    case VIEW_MSDP:
        vrp_say_peers(vrp, view, statement);
        break;
    case VIEW_LDP:
        vrp_say_ldp(vrp, view, statement);
        break;
    case VIEW_SESSION:
        vrp_say_cache(vrp, view, statement);
        break;
    case VIEW_RPKI:
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
        else if (statement_matches(statement, "undo bgp"))
            branch_forget(root, word_from("bgp"));
        else if (statement_is(statement, 0, "keychain"))
            vrp_say_keys(root, "keychain", statement_word(statement, 1), statement);
        else if (statement_matches(statement, "tcp ao"))
            vrp_say_keys(root, "policy", statement_word(statement, 2), statement);
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

/* The views that lines of the system view open, with the branches to which their lines go. */
static const struct {
    const char *pattern, *list;
    enum vrp_view_kind kind;
} views[] = {
    {"bgp", "bgp", VIEW_BGP},    {"mpls ldp", "ldp", VIEW_LDP},     {"msdp", "msdp", VIEW_MSDP},
    {"rpki", "rpki", VIEW_RPKI}, {"interface", "", VIEW_INTERFACE},
};

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
            say_line(vrp, view, statement);
            if (depth > 0)
                say_line(vrp, &open[depth], statement);
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
    vrp_say_chains(vrp->rows->root);
}
