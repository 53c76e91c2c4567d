/* A router's configuration as the tree of statements that all dialects share.
 *
 * What a router writes is lines or blocks of words, one inside another. Two readers cover the ways
 * in which they are written: by indentation (Cisco and those who took after it) and in braces
 * (Junos, BIRD and others). The tree copies nothing: its words point into the text, which must
 * outlive it and is the one place to wipe.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_STATEMENT_H
#define TCPAUTH_KEYS_IMPORT_TEXT_STATEMENT_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* LENGTH bytes at AT, without quotes; QUOTE is the quotation mark they stood in, or 0. Escapes
 * stand as they were written. */
struct word {
    const char *at;
    size_t length;
    char quote;
};

struct statement {
    unsigned line; /* from 1 */
    GArray *words; /* struct word; none in the root */
    struct word
        text; /* all of it, from the first word to the end of the line or to what ended it */
    GPtrArray *children;      /* struct statement *, owned */
    struct statement *parent; /* NULL in the root */
    GHashTable *index;        /* of the children, by their first word; see statement_find() */
};

/* Reads LENGTH bytes of TEXT in which a deeper indentation makes a line the child of the one above.
 * Lines that begin with "!", "#" or "echo" are comments, and the texts of banners are passed over.
 * Quotes are characters like others: WORDS are cut at blanks. The root is freed with
 * statement_free(). */
struct statement *statement_read_indented(const char *text, size_t length);

/* What differs between the dialects that use braces. */
enum brace_rule {
    BRACE_NEWLINE_ENDS = 1 << 0,   /* the end of the line ends a statement, as ";" does */
    BRACE_SLASH_COMMENTS = 1 << 1, /* C comments, besides "#" to the end of the line */
    BRACE_SINGLE_QUOTES = 1 << 2,  /* quote too, besides double quotes */
    BRACE_PLAIN_QUOTES = 1 << 3,   /* hold backslashes as characters like others */
    BRACE_LINE_QUOTES = 1 << 4,    /* end in their line; a mark without another in it is no quote */
    BRACE_TIGHT = 1 << 5,          /* "=", then a word of its own, and comments need no blanks */
};

/* Reads LENGTH bytes of TEXT in which a statement's children stand in braces behind it. A backslash
 * in quotes protects the next character, unless RULES say otherwise. Unbalanced braces are read as
 * well as they can be. */
struct statement *statement_read_braced(const char *text, size_t length, enum brace_rule rules);

/* Frees the statement and all in it; NULL is ignored. */
void statement_free(struct statement *statement);

/* Return how many words STATEMENT has, and the one at INDEX, which is empty if there are fewer. */
unsigned statement_length(const struct statement *statement);
struct word statement_word(const struct statement *statement, unsigned index);

/* Returns true if the word at INDEX is this text, in this case of letters. */
bool statement_is(const struct statement *statement, unsigned index, const char *text);

/* Returns true if the words from the first on read like PATTERN: blank-separated words, "*" for any
 * one word. There may be more. */
bool statement_matches(const struct statement *statement, const char *pattern);

/* Returns the index behind the words that read so from the one at INDEX on, or 0 if they do not. */
unsigned statement_match(const struct statement *statement, unsigned index, const char *pattern);

/* Returns the text from the word at INDEX to the end of the statement, blanks inside it included,
 * blanks at its end left out; the empty word if there are fewer words. */
struct word statement_rest(const struct statement *statement, unsigned index);

/* Returns the first child that reads like PATTERN, whose first word is not "*", or NULL. To find
 * one of many takes no longer than to find one of few with the same first word. */
const struct statement *statement_find(const struct statement *statement, const char *pattern);

bool word_is(struct word word, const char *text);
bool word_begins(struct word word, const char *text);

/* Reads a decimal number of at most MAX. Returns false, and leaves *NUMBER as it is, if WORD is
 * none. */
bool word_number(struct word word, uint64_t max, uint64_t *number);

/* Hash and compare struct word *, whatever quotes they stood in: a GHashFunc and a GEqualFunc. */
guint word_hash(gconstpointer word);
gboolean word_equal(gconstpointer word, gconstpointer other);

/* Return a new table of words, whose values FREE_VALUE frees unless it is NULL; the value of NAME
 * in TABLE, or NULL; and make VALUE the value of NAME, whose text must outlive TABLE. */
GHashTable *word_table_new(GDestroyNotify free_value);
void *word_table_get(GHashTable *table, struct word name);
void word_table_set(GHashTable *table, struct word name, const void *value);

/* Returns a copy with a zero byte behind it, for what is no secret. Free with g_free(). */
char *word_dup(struct word word);

#endif
