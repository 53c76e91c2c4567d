/* A configuration as a tree of single words: what is said of one thing, wherever and however, is in
 * one place.
 *
 * "group a { type b; }", "group a type b" and "set group a type b" give the same branches: group,
 * a, type, b. Nothing is copied: the words point into the text.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_HIERARCHY_H
#define TCPAUTH_KEYS_IMPORT_TEXT_HIERARCHY_H

#include "statement.h"

/* A word and what stands behind it. */
struct branch {
    struct word word;
    unsigned line; /* where it was said first */
    bool inactive; /* written, but as if it were not */
    struct hierarchy *hierarchy;
    struct branch *parent, *first, *last, *next; /* children in the order of the text */
    unsigned depth;
    unsigned patterns; /* how many children begin with "<", as the wildcards of groups do */
    bool removed;
    const struct scope *scope; /* of apply-groups.c: what it inherits, or NULL if not known yet */
    bool is_complete;          /* it has all children that it inherits */
};

/* Who adds what branches inherit. They are asked when a branch is read, so that what nobody reads
 * costs nothing. */
struct heritage {
    void (*add_child)(void *data, struct branch *at, struct word word); /* if it inherits WORD */
    void (*add_children)(void *data, struct branch *at);                /* all */
    void *data;
};

struct hierarchy;

/* SINGLE are the words, ending with NULL, that are followed by one value, which replaces the value
 * said before. Behind that value may stand words that belong to it, until the next of SINGLE, which
 * belongs to the same thing as the one before. SINGLE must outlive the hierarchy. */
struct hierarchy *hierarchy_new(const char *const *single);

/* Frees it with all branches; NULL is ignored. */
void hierarchy_free(struct hierarchy *hierarchy);

struct branch *hierarchy_root(struct hierarchy *hierarchy);

/* Lets branches that are read from now on have what HERITAGE adds. */
void hierarchy_set_heritage(struct hierarchy *hierarchy, struct heritage heritage);

/* Where the words of a statement led to: the branch that it is about, without the value if it ends
 * with one, and the one that what stands in braces behind it is about. */
struct branch_target {
    struct branch *end, *block;
};

/* Says the words of STATEMENT from the one at INDEX on behind AT. Words in square brackets are all
 * said behind the word before. */
struct branch_target branch_say(struct branch *at, const struct statement *statement,
                                unsigned index);

/* Returns the branch, active or not, that these words lead to, or NULL. */
struct branch *branch_find(struct branch *at, const struct statement *statement, unsigned index);

/* Returns the child of AT, active or not, that is WORD, or NULL if there is none or AT is NULL. */
struct branch *branch_child(const struct branch *at, struct word word);

/* Returns the same, and makes it if it is not there. Returns NULL if AT is too deep to have
 * children. */
struct branch *branch_add(struct branch *at, struct word word, unsigned line);

/* Returns true if it is one of the words that are followed by one value. */
bool branch_is_single(const struct branch *branch);

/* Unsays BRANCH and what stands behind it. */
void branch_remove(struct branch *branch);

/* Return branches for reading: inactive ones count as not there. AT may be NULL, which has no
 * children. */
const struct branch *branch_get(const struct branch *at, const char *word);
const struct branch *branch_get_word(const struct branch *at, struct word word);
const struct branch *branch_first(const struct branch *at);
const struct branch *branch_next(const struct branch *branch);

/* Returns the same without what is inherited; branch_next() goes on. */
const struct branch *branch_own(const struct branch *at, const char *word);
const struct branch *branch_own_first(const struct branch *at);

/* Returns the branch of the value that is said behind WORD at AT, or NULL. */
const struct branch *branch_value(const struct branch *at, const char *word);

#endif
