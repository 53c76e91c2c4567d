/* What a configuration inherits from its configuration groups.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "apply-groups.h"

/* A place inside a group that speaks about the branch at hand. */
struct source {
    const struct branch *at, *group;
};

struct inheritance {
    struct branch *root;
    const struct branch *groups;
    pattern_fits *fits;
    const struct import *import;
};

static bool is_pattern(struct word word)
{
    return word.length > 2 && *word.at == '<' && word.at[word.length - 1] == '>';
}

/* Appends the children of SOURCE that speak about WORD: its namesake, then the wildcards. */
static void append_speakers(const struct inheritance *inheritance, struct source source,
                            struct word word, GArray *speakers)
{
    const struct branch *namesake = branch_child(source.at, word);
    if (namesake && !namesake->inactive)
        g_array_append_val(speakers, ((struct source){namesake, source.group}));
    if (source.at->patterns == 0)
        return;
    for (const struct branch *child = branch_first(source.at); child; child = branch_next(child)) {
        const struct word pattern = {child->word.at + 1, child->word.length - 2, 0};
        if (child != namesake && is_pattern(child->word) && inheritance->fits(pattern, word))
            g_array_append_val(speakers, ((struct source){child, source.group}));
    }
}

static GArray *speakers_about(const struct inheritance *inheritance, const GArray *scope,
                              struct word word)
{
    GArray *speakers = g_array_new(FALSE, FALSE, sizeof(struct source));
    for (unsigned i = 0; i < scope->len; i++)
        append_speakers(inheritance, g_array_index(scope, struct source, i), word, speakers);
    return speakers;
}

/* The places in GROUP that speak about AT. */
static GArray *speakers_in(const struct inheritance *inheritance, const struct branch *group,
                           const struct branch *at)
{
    if (at == inheritance->root) {
        GArray *speakers = g_array_new(FALSE, FALSE, sizeof(struct source));
        g_array_append_val(speakers, ((struct source){group, group}));
        return speakers;
    }
    GArray *above = speakers_in(inheritance, group, at->parent);
    GArray *speakers = speakers_about(inheritance, above, at->word);
    g_array_free(above, TRUE);
    return speakers;
}

static void append_applied(const struct inheritance *inheritance, const struct branch *at,
                           GArray *scope)
{
    const struct branch *applied = branch_get(at, "apply-groups");
    for (const struct branch *name = branch_first(applied); name; name = branch_next(name)) {
        const struct branch *group = branch_child(inheritance->groups, name->word);
        if (!group && name->word.length > 0 && *name->word.at == '$')
            continue; /* "${node}": as the chassis will have it */
        if (!group) {
            import_problem(inheritance->import, name->line, "this group does not exist");
        } else if (!group->inactive) {
            GArray *speakers = speakers_in(inheritance, group, at);
            g_array_append_vals(scope, speakers->data, speakers->len);
            g_array_free(speakers, TRUE);
        }
    }
}

/* What speaks about AT: the groups applied here, then OUTER without those that are excepted. */
static GArray *scope_at(const struct inheritance *inheritance, const struct branch *at,
                        const GArray *outer)
{
    const struct branch *except = branch_get(at, "apply-groups-except");
    GArray *scope = g_array_new(FALSE, FALSE, sizeof(struct source));

    append_applied(inheritance, at, scope);
    for (unsigned i = 0; i < outer->len; i++) {
        const struct source source = g_array_index(outer, struct source, i);
        if (!branch_child(except, source.group->word))
            g_array_append_val(scope, source);
    }
    return scope;
}

static bool is_about_groups(const struct branch *branch)
{
    return word_is(branch->word, "apply-groups") || word_is(branch->word, "apply-groups-except");
}

/* Says at AT what SOURCE says, but not yet what stands behind it. */
static void inherit_children(struct branch *at, const struct branch *source)
{
    for (const struct branch *child = branch_first(source); child; child = branch_next(child)) {
        if (is_pattern(child->word) || is_about_groups(child))
            continue;
        struct branch *own = branch_child(at, child->word);
        if (own && own->inactive)
            branch_remove(own);
        branch_add(at, child->word, child->line);
    }
}

static void inherit(const struct inheritance *inheritance, struct branch *at, const GArray *outer)
{
    GArray *scope = scope_at(inheritance, at, outer);
    const bool single = branch_is_single(at);

    for (unsigned i = 0; i < scope->len && !(single && branch_first(at)); i++)
        inherit_children(at, g_array_index(scope, struct source, i).at);
    for (struct branch *child = at->first; child; child = child->next) {
        if (child->removed || child->inactive || child == inheritance->groups ||
            is_about_groups(child))
            continue;
        GArray *speakers = speakers_about(inheritance, scope, child->word);
        inherit(inheritance, child, speakers);
        g_array_free(speakers, TRUE);
    }
    g_array_free(scope, TRUE);
}

void apply_groups(struct branch *root, const struct branch *groups, pattern_fits *fits,
                  const struct import *import)
{
    const struct inheritance inheritance = {root, groups, fits, import};
    GArray *none = g_array_new(FALSE, FALSE, sizeof(struct source));
    inherit(&inheritance, root, none);
    g_array_free(none, TRUE);
}
