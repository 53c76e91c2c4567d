/* A configuration as a tree of single words.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "hierarchy.h"

#include "keys/hash.h"

#include <string.h>

/* No configuration is deeper. Deeper words are dropped, so that a recursive walk takes little
 * stack. */
#define DEEPEST 100

struct hierarchy {
    struct hierarchy_words words;
    struct branch root;
    GHashTable *branches; /* a set of struct branch *, owned, found by parent and word */
    GPtrArray *removed;   /* struct branch *, owned: no longer found */
    GHashTable *reported; /* a set of const struct branch *: see branch_mark_reported() */
    struct heritage heritage;
};

/* FNV-1a over the word, seeded with the parent. */
static guint branch_hash(gconstpointer data)
{
    const struct branch *branch = data;
    return hash_bytes(g_direct_hash(branch->parent), branch->word.at, branch->word.length);
}

static gboolean branch_equal(gconstpointer a, gconstpointer b)
{
    const struct branch *first = a, *second = b;
    return first->parent == second->parent && first->word.length == second->word.length &&
           memcmp(first->word.at, second->word.at, first->word.length) == 0;
}

struct hierarchy *hierarchy_new(const struct hierarchy_words *words)
{
    struct hierarchy *hierarchy = g_new0(struct hierarchy, 1);
    hierarchy->words = *words;
    hierarchy->root.hierarchy = hierarchy;
    hierarchy->branches = g_hash_table_new_full(branch_hash, branch_equal, g_free, NULL);
    hierarchy->removed = g_ptr_array_new_with_free_func(g_free);
    hierarchy->reported = g_hash_table_new(NULL, NULL);
    return hierarchy;
}

void hierarchy_free(struct hierarchy *hierarchy)
{
    if (!hierarchy)
        return;
    g_hash_table_destroy(hierarchy->branches);
    g_ptr_array_free(hierarchy->removed, TRUE);
    g_hash_table_destroy(hierarchy->reported);
    g_free(hierarchy);
}

struct branch *hierarchy_root(struct hierarchy *hierarchy)
{
    return &hierarchy->root;
}

void hierarchy_set_heritage(struct hierarchy *hierarchy, struct heritage heritage)
{
    hierarchy->heritage = heritage;
}

struct branch *branch_child(const struct branch *at, struct word word)
{
    if (!at)
        return NULL;
    const struct branch wanted = {.word = word, .parent = (struct branch *)at};
    return g_hash_table_lookup(at->hierarchy->branches, &wanted);
}

struct branch *branch_add(struct branch *at, struct word word, unsigned line)
{
    struct branch *branch = branch_child(at, word);
    if (branch || at->depth >= DEEPEST)
        return branch;

    branch = g_new0(struct branch, 1);
    branch->word = word;
    branch->line = line;
    branch->hierarchy = at->hierarchy;
    branch->parent = at;
    branch->depth = at->depth + 1;
    at->patterns += word.length > 0 && *word.at == '<';
    if (at->last)
        at->last->next = branch;
    else
        at->first = branch;
    at->last = branch;
    g_hash_table_add(at->hierarchy->branches, branch);
    return branch;
}

/* The branch stays in its parent's list, because finding it there would take time. */
void branch_remove(struct branch *branch)
{
    if (!branch || !branch->parent || branch->removed)
        return;
    branch->removed = true;
    g_hash_table_steal(branch->hierarchy->branches, branch);
    g_ptr_array_add(branch->hierarchy->removed, branch);
}

void branch_forget(struct branch *at, struct word word)
{
    branch_remove(branch_child(at, word));
}

struct branch *branch_set(struct branch *at, const char *word, struct word value, unsigned line)
{
    branch_forget(at, word_from(word));
    return branch_add(branch_add(at, word_from(word), line), value, line);
}

static void remove_children(struct branch *at)
{
    for (struct branch *child = at->first; child; child = child->next)
        branch_remove(child);
    at->first = at->last = NULL;
}

static bool is_among(const char *const *words, struct word word)
{
    return !word.quote && word_is_among(word, words);
}

static bool is_single(const struct hierarchy *hierarchy, struct word word)
{
    return is_among(hierarchy->words.single, word);
}

bool branch_is_single(const struct branch *branch)
{
    return is_single(branch->hierarchy, branch->word);
}

/* The state while a statement's words are added. */
struct speech {
    struct branch *at; /* the branch of the last word */
    unsigned line;
    bool listing;           /* inside square brackets */
    bool awaits_value;      /* the last word takes one value */
    struct branch *keyword; /* the branch of the last word that takes one value, or NULL */
};

/* Removes square brackets from WORD. Sets *CLOSES if one closes a list. Returns false if WORD has
 * no other characters. */
static bool take_brackets(struct speech *speech, struct word *word, bool *closes)
{
    *closes = false;
    if (word->quote || word->length == 0 || speech->at->hierarchy->words.plain)
        return true;
    if (!speech->listing && *word->at == '[') {
        speech->listing = true;
        word->at++;
        word->length--;
    }
    if (speech->listing && word->length > 0 && word->at[word->length - 1] == ']') {
        *closes = true;
        word->length--;
    }
    return word->length > 0;
}

static void say(struct speech *speech, struct word word)
{
    struct branch *at = speech->at;
    const bool is_value = speech->awaits_value, single = is_single(at->hierarchy, word),
               is_list = is_among(at->hierarchy->words.lists, word);

    if (is_value && !speech->listing)
        remove_children(at);
    else if (!is_value && speech->keyword && (single || is_list))
        at = speech->keyword->parent;
    if (!is_value && is_list)
        speech->keyword = NULL; /* the words after it are below it */

    struct branch *branch = branch_add(at, word, speech->line);
    if (!branch || speech->listing)
        return;
    speech->at = branch;
    speech->awaits_value = single && !is_value;
    if (speech->awaits_value)
        speech->keyword = branch;
}

struct branch_target branch_say(struct branch *at, const struct statement *statement,
                                unsigned index)
{
    struct speech speech = {.at = at, .line = statement->line};

    for (; index < statement_length(statement); index++) {
        struct word word = statement_word(statement, index);
        bool closes;
        if (speech.awaits_value && is_among(at->hierarchy->words.texts, speech.at->word)) {
            say(&speech, statement_rest(statement, index));
            break;
        }
        if (take_brackets(&speech, &word, &closes))
            say(&speech, word);
        if (closes)
            speech.listing = speech.awaits_value = false;
    }
    return speech.keyword ? (struct branch_target){speech.keyword, speech.keyword->parent}
                          : (struct branch_target){speech.at, speech.at};
}

struct branch *branch_find_to(struct branch *at, const struct statement *statement, unsigned index,
                              unsigned end)
{
    for (; at && index < end; index++)
        at = branch_child(at, statement_word(statement, index));
    return at;
}

struct branch *branch_find(struct branch *at, const struct statement *statement, unsigned index)
{
    return branch_find_to(at, statement, index, statement_length(statement));
}

void branch_rename(struct branch *branch, struct word word)
{
    GHashTable *branches = branch->hierarchy->branches;
    if (branch_child(branch->parent, word))
        return;
    g_hash_table_steal(branches, branch);
    branch->word = word;
    branch->parent->patterns += word.length > 0 && *word.at == '<';
    g_hash_table_add(branches, branch);
}

static const struct branch *readable(const struct branch *branch)
{
    while (branch && (branch->removed || branch->inactive))
        branch = branch->next;
    return branch;
}

static const struct branch *active_child(const struct branch *at, struct word word)
{
    const struct branch *child = branch_child(at, word);
    return child && !child->inactive ? child : NULL;
}

const struct branch *branch_get_word(const struct branch *at, struct word word)
{
    const struct branch *child = active_child(at, word);
    const struct heritage *heritage = at ? &at->hierarchy->heritage : NULL;
    if (child || !heritage || !heritage->add_child)
        return child;
    heritage->add_child(heritage->data, (struct branch *)at, word);
    return active_child(at, word);
}

const struct branch *branch_get(const struct branch *at, const char *word)
{
    return branch_get_word(at, (struct word){.at = word, .length = strlen(word)});
}

const struct branch *branch_first(const struct branch *at)
{
    const struct heritage *heritage = at ? &at->hierarchy->heritage : NULL;
    if (heritage && heritage->add_children)
        heritage->add_children(heritage->data, (struct branch *)at);
    return branch_own_first(at);
}

const struct branch *branch_own(const struct branch *at, const char *word)
{
    return active_child(at, (struct word){.at = word, .length = strlen(word)});
}

const struct branch *branch_own_first(const struct branch *at)
{
    return at ? readable(at->first) : NULL;
}

const struct branch *branch_next(const struct branch *branch)
{
    return readable(branch->next);
}

const struct branch *branch_value(const struct branch *at, const char *word)
{
    return branch_first(branch_get(at, word));
}

bool branch_mark_reported(const struct branch *branch)
{
    return g_hash_table_add(branch->hierarchy->reported, (gpointer)branch);
}
