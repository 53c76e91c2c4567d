/* A configuration as a tree of single words. All statements about one thing lead to the same
 * branch, wherever they are and however they are written.
 *
 * "group a { type b; }", "group a type b" and "set group a type b" give the same branches: group,
 * a, type, b. Nothing is copied: the words point into the text.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_HIERARCHY_H
#define TCPAUTH_KEYS_IMPORT_TEXT_HIERARCHY_H

#include "statement.h"

/* A word and the words that follow it. */
struct branch {
    struct word word;
    unsigned line; /* the line of its first statement */
    bool inactive; /* deactivated in the configuration: readers ignore it */
    struct hierarchy *hierarchy;
    struct branch *parent, *first, *last, *next; /* children in the order of the text */
    unsigned depth;
    unsigned
        patterns; /* the number of children that begin with "<", as the wildcards of groups do */
    bool removed;
    const struct scope
        *scope;       /* of apply-groups.c: what it inherits, or NULL if not computed yet */
    bool is_complete; /* it has all children that it inherits */
};

/* Callbacks that add what branches inherit. They are called when a branch is read, so that branches
 * nobody reads cost nothing. */
struct heritage {
    void (*add_child)(void *data, struct branch *at,
                      struct word word);                 /* adds WORD if AT inherits it */
    void (*add_children)(void *data, struct branch *at); /* adds all that AT inherits */
    void *data;
};

struct hierarchy;

/* The words of a hierarchy that have rules of their own. Each list ends with NULL, or is NULL if it
 * is empty. */
struct hierarchy_words {
    const char *const *single; /* take one value; a new value replaces the previous one. Words after
                                  the value belong to it, up to the next one of SINGLE or LISTS,
                                  which belongs to the same parent as the previous one */
    const char *const *texts;  /* those of SINGLE whose value is the rest of the statement, with its
                                  spaces */
    const char *const *lists;  /* "description a group b" gives the branches description, a and
                                  group, b if the first is in SINGLE and the second here. The
                                  words after b are below b */
    bool plain;                /* square brackets are literal characters: they begin no lists */
};

/* Returns an empty hierarchy. The lists of WORDS must outlive it. Free with hierarchy_free(). */
struct hierarchy *hierarchy_new(const struct hierarchy_words *words);

/* Frees HIERARCHY and all its branches. Does nothing if HIERARCHY is NULL. */
void hierarchy_free(struct hierarchy *hierarchy);

struct branch *hierarchy_root(struct hierarchy *hierarchy);

/* Calls HERITAGE for each branch that is read from now on. */
void hierarchy_set_heritage(struct hierarchy *hierarchy, struct heritage heritage);

/* The result of a statement. END is the branch that it is about, without the value if it ends with
 * one. BLOCK is the branch to which the braces after it belong. */
struct branch_target {
    struct branch *end, *block;
};

/* Adds the words of STATEMENT from INDEX on below AT, each as the child of the one before. Words in
 * square brackets all become children of the word before the brackets. Returns where the words
 * led. */
struct branch_target branch_say(struct branch *at, const struct statement *statement,
                                unsigned index);

/* Returns the branch, active or not, to which the words of STATEMENT from INDEX on lead below AT,
 * or NULL. branch_find_to() stops before the word at END. AT may be NULL. */
struct branch *branch_find(struct branch *at, const struct statement *statement, unsigned index);
struct branch *branch_find_to(struct branch *at, const struct statement *statement, unsigned index,
                              unsigned end);

/* Returns the child WORD of AT, active or not. Returns NULL if there is none or AT is NULL. */
struct branch *branch_child(const struct branch *at, struct word word);

/* Returns the child WORD of AT, active or not, and adds it, found at LINE, if there is none.
 * Returns NULL if AT is too deep to have children. AT must not be NULL. */
struct branch *branch_add(struct branch *at, struct word word, unsigned line);

/* Returns true if BRANCH is one of the words that take one value. */
bool branch_is_single(const struct branch *branch);

/* Removes BRANCH and the branches below it. Does nothing for the root or NULL. */
void branch_remove(struct branch *branch);

/* Gives BRANCH, which must not be the root, the name WORD, unless a branch beside it has it. */
void branch_rename(struct branch *branch, struct word word);

/* Removes the child WORD of AT and the branches below it. Does nothing if there is none. */
void branch_forget(struct branch *at, struct word word);

/* Makes VALUE, found at LINE, the only child of the child WORD of AT. Returns its branch. */
struct branch *branch_set(struct branch *at, const char *word, struct word value, unsigned line);

/* Return a branch for reading, inherited ones included, or NULL if there is none. They skip
 * inactive branches. AT may be NULL. */
const struct branch *branch_get(const struct branch *at, const char *word);
const struct branch *branch_get_word(const struct branch *at, struct word word);
const struct branch *branch_first(const struct branch *at);
const struct branch *branch_next(const struct branch *branch);

/* Return a branch as branch_get() and branch_first() do, but no inherited one. branch_next()
 * returns the following ones. */
const struct branch *branch_own(const struct branch *at, const char *word);
const struct branch *branch_own_first(const struct branch *at);

/* Returns the first child of the child WORD of AT, its value, or NULL if there is none. */
const struct branch *branch_value(const struct branch *at, const char *word);

/* Marks BRANCH as one whose problem was reported. Returns false if it was before. */
bool branch_mark_reported(const struct branch *branch);

#endif
