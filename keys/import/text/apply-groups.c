/* Resolves what a configuration inherits from its configuration groups.
 *
 * A branch inherits nothing before it is read. Branches about which the groups say the same share
 * one scope, which is computed once: for example, two branches that fit only the wildcards for all
 * words.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "apply-groups.h"

/* A branch inside a group that fits the branch being read. */
struct source {
    const struct branch *at, *group;
};

/* All sources for one branch, the strongest first, and what they say about its children. */
struct scope {
    GArray *sources;               /* struct source */
    const struct branch *namesake; /* the first source that is not a wildcard, or NULL */
    GHashTable *about;             /* struct word *, owned -> the scope of the child of that name */
    GHashTable *named; /* struct word *: the children that the sources name; NULL until computed */
    bool is_plain;     /* all wildcards in the sources fit every word; valid once NAMED is set */
    struct scope *others; /* of children that no source names, if IS_PLAIN; NULL until computed */
    GPtrArray *given; /* const struct branch *: the children that the sources give to a branch, in
                         their order; NULL until computed */
};

/* The scope of the sources of FIRST, followed by those of SECOND. */
struct joint {
    const struct scope *first, *second;
};

struct applied_groups {
    struct branch *root;
    const struct branch *groups;
    const struct wildcards *wildcards;
    struct budget *budget;
    GPtrArray *scopes;  /* struct scope *, owned: all scopes */
    struct scope *none; /* without sources */
    GHashTable *wholes; /* group -> the scope of its root */
    GHashTable *joints; /* struct joint *, owned -> scope */
    GHashTable *wild; /* branch of a group -> GPtrArray of its children that are wildcards, owned */
};

static void scope_free(gpointer data)
{
    struct scope *scope = data;
    g_array_free(scope->sources, TRUE);
    g_hash_table_destroy(scope->about);
    g_clear_pointer(&scope->named, g_hash_table_destroy);
    g_clear_pointer(&scope->given, g_ptr_array_unref);
    g_free(scope);
}

static struct scope *scope_new(struct applied_groups *applied)
{
    struct scope *scope = g_new0(struct scope, 1);
    scope->sources = g_array_new(FALSE, FALSE, sizeof(struct source));
    scope->about = g_hash_table_new_full(word_hash, word_equal, g_free, NULL);
    g_ptr_array_add(applied->scopes, scope);
    return scope;
}

static const struct source *source_at(const struct scope *scope, unsigned index)
{
    return &g_array_index(scope->sources, struct source, index);
}

/* Adds SOURCE to SCOPE. Returns false if the budget is spent; SCOPE then keeps its sources. */
static bool add_source(const struct applied_groups *applied, struct scope *scope,
                       struct source source)
{
    if (!budget_spend(applied->budget, 1, source.at->line))
        return false;
    g_array_append_val(scope->sources, source);
    return true;
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

/* Sets NAMED and IS_PLAIN of SCOPE. */
static void find_named(const struct applied_groups *applied, struct scope *scope)
{
    scope->named = g_hash_table_new(word_hash, word_equal);
    scope->is_plain = true;
    for (unsigned i = 0; i < scope->sources->len; i++) {
        const struct branch *child = branch_own_first(source_at(scope, i)->at);
        for (; child && budget_spend(applied->budget, 1, child->line); child = branch_next(child))
            if (!is_pattern(child->word))
                g_hash_table_add(scope->named, (void *)&child->word);
            else if (!fits_all(applied, child))
                scope->is_plain = false;
    }
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
                         struct word word, struct scope *about)
{
    const struct branch *namesake = branch_child(source->at, word);
    if (namesake && !namesake->inactive &&
        add_source(applied, about, (struct source){namesake, source->group}) && !about->namesake)
        about->namesake = namesake;
    if (source->at->patterns == 0)
        return;
    const GPtrArray *wild = wildcards_at(applied, source->at);
    for (unsigned i = 0; i < wild->len && !applied->budget->told; i++)
        if (wild->pdata[i] != namesake && fits(applied, wild->pdata[i], word))
            add_source(applied, about, (struct source){wild->pdata[i], source->group});
}

static struct scope *scope_of_speakers(struct applied_groups *applied, const struct scope *scope,
                                       struct word word)
{
    struct scope *about = scope_new(applied);
    for (unsigned i = 0; i < scope->sources->len; i++) {
        if (!budget_spend(applied->budget, 1, source_at(scope, i)->at->line))
            break;
        add_speakers(applied, source_at(scope, i), word, about);
    }
    return about;
}

/* Returns the scope of what the sources of SCOPE say about the child WORD. */
static struct scope *scope_about(struct applied_groups *applied, struct scope *scope,
                                 struct word word)
{
    if (scope->sources->len == 0)
        return scope;
    struct scope *about = g_hash_table_lookup(scope->about, &word);
    if (about)
        return about;
    if (!scope->named)
        find_named(applied, scope);
    const bool is_other =
        scope->is_plain && !is_pattern(word) && !g_hash_table_contains(scope->named, &word);
    if (is_other && scope->others)
        return scope->others;
    about = scope_of_speakers(applied, scope, word);
    if (is_other)
        scope->others = about;
    else
        g_hash_table_insert(scope->about, g_memdup2(&word, sizeof word), about);
    return about;
}

/* Returns the scope of what GROUP says about AT, which may be outside of the configuration. */
static struct scope *scope_in(struct applied_groups *applied, const struct branch *group,
                              const struct branch *at)
{
    if (at != applied->root && at->parent)
        return scope_about(applied, scope_in(applied, group, at->parent), at->word);
    struct scope *whole = g_hash_table_lookup(applied->wholes, group);
    if (!whole) {
        whole = scope_new(applied);
        add_source(applied, whole, (struct source){group, group});
        g_hash_table_insert(applied->wholes, (void *)group, whole);
    }
    return whole;
}

/* Adds the sources of MORE to SCOPE, except those of groups that EXCEPT names. EXCEPT may be
 * NULL. */
static void add_scope(const struct applied_groups *applied, struct scope *scope,
                      const struct scope *more, const struct branch *except)
{
    for (unsigned i = 0; i < more->sources->len; i++)
        if (!branch_child(except, source_at(more, i)->group->word) &&
            !add_source(applied, scope, *source_at(more, i)))
            return;
}

static guint joint_hash(gconstpointer data)
{
    const struct joint *joint = data;
    return g_direct_hash(joint->first) * 31 + g_direct_hash(joint->second);
}

static gboolean joint_equal(gconstpointer a, gconstpointer b)
{
    const struct joint *one = a, *other = b;
    return one->first == other->first && one->second == other->second;
}

static struct scope *join(struct applied_groups *applied, struct scope *first, struct scope *second)
{
    const struct joint joint = {first, second};
    if (first->sources->len == 0 || second->sources->len == 0)
        return first->sources->len == 0 ? second : first;
    struct scope *scope = g_hash_table_lookup(applied->joints, &joint);
    if (!scope) {
        scope = scope_new(applied);
        add_scope(applied, scope, first, NULL);
        add_scope(applied, scope, second, NULL);
        g_hash_table_insert(applied->joints, g_memdup2(&joint, sizeof joint), scope);
    }
    return scope;
}

/* Returns the active group called NAME, or NULL. */
static const struct branch *find_group(const struct applied_groups *applied,
                                       const struct branch *name)
{
    const struct branch *group = branch_child(applied->groups, name->word);
    return group && !group->inactive ? group : NULL;
}

/* Returns the scope of what the groups that AT itself applies say about AT. If AT applies a single
 * group, the result is that group's own scope. */
static struct scope *scope_applied(struct applied_groups *applied, const struct branch *at)
{
    const struct branch *first = branch_own_first(branch_own(at, "apply-groups")), *name = first;
    struct scope *scope = applied->none;

    for (; name; name = branch_next(name)) {
        const struct branch *group = find_group(applied, name);
        struct scope *more = group ? scope_in(applied, group, at) : applied->none;
        if (name == first) {
            scope = more;
            continue;
        }
        if (scope == applied->none || name == branch_next(first)) {
            struct scope *all = scope_new(applied);
            add_scope(applied, all, scope, NULL);
            scope = all;
        }
        add_scope(applied, scope, more, NULL);
    }
    return scope;
}

static struct scope *scope_of(struct applied_groups *applied, struct branch *at)
{
    if (at->scope)
        return (struct scope *)at->scope;
    struct scope *outer =
        at->parent ? scope_about(applied, scope_of(applied, at->parent), at->word) : applied->none;
    const struct branch *except = branch_own(at, "apply-groups-except");
    if (except && outer->sources->len > 0) {
        struct scope *rest = scope_new(applied);
        add_scope(applied, rest, outer, except);
        outer = rest;
    }
    struct scope *scope = join(applied, scope_applied(applied, at), outer);
    at->scope = scope;
    return scope;
}

/* Adds CHILD's word to AT. An inherited branch replaces an inactive one. Returns false if the
 * budget is spent. */
static bool add_inherited(const struct applied_groups *applied, struct branch *at,
                          const struct branch *child)
{
    struct branch *own = branch_child(at, child->word);
    if (!budget_spend(applied->budget, 1, child->line))
        return false;
    if (own && own->inactive)
        branch_remove(own);
    branch_add(at, child->word, child->line);
    return true;
}

/* Returns the children that the sources of SCOPE give to a branch. */
static const GPtrArray *given_by(const struct applied_groups *applied, struct scope *scope)
{
    if (scope->given)
        return scope->given;
    scope->given = g_ptr_array_new();
    for (unsigned i = 0; i < scope->sources->len; i++) {
        const struct branch *child = branch_own_first(source_at(scope, i)->at);
        for (; child && budget_spend(applied->budget, 1, child->line); child = branch_next(child))
            if (!is_pattern(child->word) && !is_about_groups(child->word))
                g_ptr_array_add(scope->given, (void *)child);
    }
    return scope->given;
}

/* Of the sources of a branch that takes one value, the first that gives one counts. */
static void add_children(void *data, struct branch *at)
{
    struct applied_groups *applied = data;
    const struct branch *source = NULL;
    const bool single = branch_is_single(at);
    if (at->is_complete)
        return;
    at->is_complete = true;
    const GPtrArray *given = given_by(applied, scope_of(applied, at));
    for (unsigned i = 0; i < given->len; i++) {
        const struct branch *child = given->pdata[i];
        if (single && child->parent != source && branch_own_first(at))
            return;
        source = child->parent;
        if (!add_inherited(applied, at, child))
            return;
    }
}

static void add_child(void *data, struct branch *at, struct word word)
{
    struct applied_groups *applied = data;
    if (branch_is_single(at))
        add_children(data, at);
    if (at->is_complete || is_pattern(word) || is_about_groups(word))
        return;
    const struct scope *about = scope_about(applied, scope_of(applied, at), word);
    if (about->namesake)
        add_inherited(applied, at, about->namesake);
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
        .scopes = g_ptr_array_new_with_free_func(scope_free),
        .wholes = g_hash_table_new(NULL, NULL),
        .joints = g_hash_table_new_full(joint_hash, joint_equal, g_free, NULL),
        .wild = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref),
    };
    applied->none = scope_new(applied);
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
    g_hash_table_destroy(applied->joints);
    g_hash_table_destroy(applied->wholes);
    g_ptr_array_free(applied->scopes, TRUE);
    g_free(applied);
}
