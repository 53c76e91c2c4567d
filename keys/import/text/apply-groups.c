/* Resolves what a configuration inherits from its configuration groups. A branch inherits nothing
 * before it is read.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "apply-groups.h"

/* A branch inside a group that fits the branch being read. */
struct source {
    const struct branch *at, *group;
};

struct applied_groups {
    struct branch *root;
    const struct branch *groups;
    const struct wildcards *wildcards;
    struct budget *budget;
    GPtrArray *sources; /* GArray *, owned: those of each branch that was read */
    GHashTable *wild; /* branch of a group -> GPtrArray of its children that are wildcards, owned */
};

/* Returns an empty list of sources, the strongest first. Free with g_array_unref(). */
static GArray *sources_new(void)
{
    return g_array_new(FALSE, FALSE, sizeof(struct source));
}

static const struct source *source_at(const GArray *sources, unsigned index)
{
    return &g_array_index(sources, struct source, index);
}

/* Adds SOURCE to SOURCES, unless the budget is spent. */
static void add_source(const struct applied_groups *applied, GArray *sources, struct source source)
{
    if (budget_spend(applied->budget, 1, source.at->line))
        g_array_append_val(sources, source);
}

/* A branch with few sources costs little, but there may be as many sources as groups. */
#define FEW 16

/* Charges the budget for each FEW sources before the one at INDEX, which is searched for a word
 * next. Returns false if the budget is spent. */
static bool may_search(const struct applied_groups *applied, const GArray *sources, unsigned index)
{
    return index % FEW < FEW - 1 ||
           budget_spend(applied->budget, 1, source_at(sources, index)->at->line);
}

static bool is_pattern(struct word word)
{
    return word.length > 2 && *word.at == '<' && word.at[word.length - 1] == '>';
}

static struct word pattern_of(const struct branch *branch)
{
    return (struct word){branch->word.at + 1, branch->word.length - 2, 0};
}

static bool fits_all(const struct applied_groups *applied, const struct branch *child)
{
    return word_is(pattern_of(child), applied->wildcards->all);
}

/* Returns true if CHILD names WORD or is a wildcard that fits it. A long pattern and a long word
 * cost more of the budget, because comparing them takes longer. */
static bool fits(const struct applied_groups *applied, const struct branch *child, struct word word)
{
    const struct word pattern = pattern_of(child);
    if (fits_all(applied, child))
        return true;
    const size_t cost = applied->wildcards->cost + pattern.length * word.length / 1024;
    return budget_spend(applied->budget, cost, child->line) &&
           applied->wildcards->fits(pattern, word);
}

static bool is_about_groups(struct word word)
{
    return word_is(word, "apply-groups") || word_is(word, "apply-groups-except");
}

/* Returns the children of AT, a branch of a group, that are wildcards. The result is owned by
 * APPLIED. */
static const GPtrArray *wildcards_at(struct applied_groups *applied, const struct branch *at)
{
    GPtrArray *wild = g_hash_table_lookup(applied->wild, at);
    if (wild)
        return wild;
    wild = g_ptr_array_new();
    for (const struct branch *child = branch_own_first(at); child; child = branch_next(child))
        if (is_pattern(child->word))
            g_ptr_array_add(wild, (void *)child);
    g_hash_table_insert(applied->wild, (void *)at, wild);
    return wild;
}

/* Adds to ABOUT the children of SOURCE that fit WORD: first its namesake, then wildcards. */
static void add_speakers(struct applied_groups *applied, const struct source *source,
                         struct word word, GArray *about)
{
    const struct branch *namesake = branch_child(source->at, word);
    if (namesake && !namesake->inactive)
        add_source(applied, about, (struct source){namesake, source->group});
    if (source->at->patterns == 0)
        return;
    const GPtrArray *wild = wildcards_at(applied, source->at);
    for (unsigned i = 0; i < wild->len && !applied->budget->told; i++)
        if (wild->pdata[i] != namesake && fits(applied, wild->pdata[i], word))
            add_source(applied, about, (struct source){wild->pdata[i], source->group});
}

/* Returns what SOURCES say about the child WORD. Free with g_array_unref(). */
static GArray *sources_about(struct applied_groups *applied, const GArray *sources,
                             struct word word)
{
    GArray *about = sources_new();
    for (unsigned i = 0; i < sources->len && may_search(applied, sources, i); i++)
        add_speakers(applied, source_at(sources, i), word, about);
    return about;
}

/* Returns what GROUP says about AT, which may be outside of the configuration. Free with
 * g_array_unref(). */
static GArray *sources_in(struct applied_groups *applied, const struct branch *group,
                          const struct branch *at)
{
    GArray *sources;
    if (at != applied->root && at->parent) {
        GArray *outer = sources_in(applied, group, at->parent);
        sources = sources_about(applied, outer, at->word);
        g_array_unref(outer);
    } else {
        sources = sources_new();
        add_source(applied, sources, (struct source){group, group});
    }
    return sources;
}

/* Moves MORE to the end of SOURCES, except those of groups that EXCEPT names. EXCEPT may be
 * NULL. */
static void add_sources(GArray *sources, GArray *more, const struct branch *except)
{
    for (unsigned i = 0; i < more->len; i++)
        if (!branch_child(except, source_at(more, i)->group->word))
            g_array_append_vals(sources, source_at(more, i), 1);
    g_array_unref(more);
}

/* Returns the active group called NAME, or NULL. */
static const struct branch *find_group(const struct applied_groups *applied,
                                       const struct branch *name)
{
    const struct branch *group = branch_child(applied->groups, name->word);
    return group && !group->inactive ? group : NULL;
}

/* Returns the sources of AT: those of the groups that it applies, then those of its parent's. The
 * result is owned by APPLIED. */
static const GArray *sources_of(struct applied_groups *applied, struct branch *at)
{
    if (at->sources)
        return at->sources;
    GArray *sources = sources_new();
    const struct branch *name = branch_own_first(branch_own(at, "apply-groups"));
    for (; name; name = branch_next(name)) {
        const struct branch *group = find_group(applied, name);
        if (group)
            add_sources(sources, sources_in(applied, group, at), NULL);
    }
    if (at->parent)
        add_sources(sources, sources_about(applied, sources_of(applied, at->parent), at->word),
                    branch_own(at, "apply-groups-except"));
    g_ptr_array_add(applied->sources, sources);
    at->sources = sources;
    return sources;
}

/* Adds CHILD's word to AT. An inherited branch replaces an inactive one. */
static void add_inherited(struct branch *at, const struct branch *child)
{
    struct branch *own = branch_child(at, child->word);
    if (own && own->inactive)
        branch_remove(own);
    branch_add(at, child->word, child->line);
}

/* Adds to AT the children that SOURCE gives to it. Returns false if the budget is spent. */
static bool add_given(const struct applied_groups *applied, struct branch *at,
                      const struct branch *source)
{
    const struct branch *child = branch_own_first(source);
    for (; child && budget_spend(applied->budget, 1, child->line); child = branch_next(child))
        if (!is_pattern(child->word) && !is_about_groups(child->word))
            add_inherited(at, child);
    return !child;
}

/* Of the sources of a branch that takes one value, the first that gives one counts. */
static void add_children(void *data, struct branch *at)
{
    const bool single = branch_is_single(at);
    if (at->is_complete)
        return;
    at->is_complete = true;
    const GArray *sources = sources_of(data, at);
    for (unsigned i = 0; i < sources->len && !(single && branch_own_first(at)); i++)
        if (!add_given(data, at, source_at(sources, i)->at))
            return;
}

/* Returns the first child WORD of the sources of AT, or NULL. */
static const struct branch *find_namesake(struct applied_groups *applied, struct branch *at,
                                          struct word word)
{
    const GArray *sources = sources_of(applied, at);
    const struct branch *child = NULL;
    for (unsigned i = 0; i < sources->len && !child && may_search(applied, sources, i); i++) {
        child = branch_child(source_at(sources, i)->at, word);
        child = child && !child->inactive ? child : NULL;
    }
    return child;
}

static void add_child(void *data, struct branch *at, struct word word)
{
    if (branch_is_single(at))
        add_children(data, at);
    if (at->is_complete || is_pattern(word) || is_about_groups(word))
        return;
    const struct branch *namesake = find_namesake(data, at, word);
    if (namesake)
        add_inherited(at, namesake);
}

/* Adds a problem for each group that does not exist. A name such as "${node}" is not checked,
 * because the router replaces it. */
static void check_groups(const struct applied_groups *applied, const struct branch *at)
{
    const struct branch *name = branch_own_first(branch_own(at, "apply-groups"));
    for (; name; name = branch_next(name))
        if (!branch_child(applied->groups, name->word) &&
            !(name->word.length > 0 && *name->word.at == '$'))
            import_problem(applied->budget->import, name->line, "this group does not exist");
    for (const struct branch *child = branch_own_first(at); child; child = branch_next(child))
        if (child != applied->groups && !is_about_groups(child->word))
            check_groups(applied, child);
}

static bool has_key(const struct applied_groups *applied, const struct branch *at)
{
    bool found = false;
    for (const struct branch *child = branch_own_first(at);
         child && !found && budget_spend(applied->budget, 1, child->line);
         child = branch_next(child))
        found = word_begins(child->word, "authentication-key") || has_key(applied, child);
    return found;
}

/* Adds a problem for each group with keys that a group applies below AT, since that is not
 * followed. */
static void check_nested(const struct applied_groups *applied, const struct branch *at)
{
    const struct branch *name = branch_own_first(branch_own(at, "apply-groups"));
    for (; name; name = branch_next(name)) {
        const struct branch *group = find_group(applied, name);
        if (group && has_key(applied, group))
            import_problem(applied->budget->import, name->line,
                           "a group that a group applies is not read for keys");
    }
    for (const struct branch *child = branch_own_first(at); child; child = branch_next(child))
        check_nested(applied, child);
}

struct applied_groups *apply_groups(struct branch *root, const struct branch *groups,
                                    const struct wildcards *wildcards, struct budget *budget)
{
    struct applied_groups *applied = g_new(struct applied_groups, 1);
    *applied = (struct applied_groups){
        .root = root,
        .groups = groups,
        .wildcards = wildcards,
        .budget = budget,
        .sources = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref),
        .wild = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref),
    };
    check_groups(applied, root);
    check_nested(applied, groups);
    if (groups) /* otherwise, looking for what branches inherit takes time for nothing */
        hierarchy_set_heritage(root->hierarchy,
                               (struct heritage){add_child, add_children, applied});
    return applied;
}

void applied_groups_free(struct applied_groups *applied)
{
    g_hash_table_destroy(applied->wild);
    g_ptr_array_free(applied->sources, TRUE);
    g_free(applied);
}
