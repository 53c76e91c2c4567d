/* A router's configuration as the tree of statements that all dialects share.
 *
 * A configuration consists of nested lines or blocks of words. Two readers build the tree: one for
 * indentation (Cisco and similar vendors), one for braces (Junos, BIRD and others). The tree copies
 * nothing: its words point into the text. The text must outlive the tree, and is all that the
 * caller must wipe.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_STATEMENT_H
#define TCPAUTH_KEYS_IMPORT_TEXT_STATEMENT_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* LENGTH bytes at AT, without their quotes. QUOTE is the quotation mark around them, or 0. Escapes
 * are unchanged. */
struct word {
    const char *at;
    size_t length;
    char quote;
};

struct statement {
    unsigned line;                  /* from 1 */
    GArray *words;                  /* struct word: those of the whole tree, owned by the root */
    unsigned begin;                 /* the index of its first word there */
    unsigned length;                /* the number of its words; 0 in the root */
    struct word text;               /* the text from the first word to the end of the last one */
    struct statement *parent;       /* NULL in the root */
    struct statement *first, *last; /* its children, owned, or NULL */
    struct statement *next;         /* the next child of its parent, or NULL */
    unsigned child_count;
    GHashTable *index; /* of the children by their first word, built by statement_find(); or NULL */
};

/* Reads LENGTH bytes of TEXT in which a deeper indentation makes a line the child of the one above,
 * unless both are entries of one list, such as "neighbor A" and "neighbor B". Lines that begin with
 * "!", "#" or "echo" are comments. The texts of banners are skipped. Spaces separate words, even in
 * quotes. Returns the root; free it with statement_free(). */
struct statement *statement_read_indented(const char *text, size_t length);

/* The differences between the dialects that use braces. */
enum brace_rule {
    BRACE_NEWLINE_ENDS = 1 << 0,   /* a newline ends a statement, as ";" does */
    BRACE_SLASH_COMMENTS = 1 << 1, /* C comments, in addition to "#" to the end of the line */
    BRACE_SINGLE_QUOTES = 1 << 2,  /* single quotes quote a word, too, and end on their line */
    BRACE_PLAIN_QUOTES = 1 << 3,   /* a backslash in quotes is a literal character */
    BRACE_LINE_QUOTES =
        1 << 4,           /* quotes end on their line; a mark without a second one is literal */
    BRACE_TIGHT = 1 << 5, /* "=", then a word of its own, and comments need no spaces */
    BRACE_NONE = 1 << 6,  /* braces and semicolons are literal characters */
    BRACE_PROSE = 1 << 7, /* text may be before "protocol", "template", "neighbor" or "group" at the
                             start of a line outside of braces, with which a statement begins */
    BRACE_INNER_LINES = 1 << 8, /* a newline in braces ends none, unless a command "set" or the like
                                   follows */
};

/* Reads LENGTH bytes of TEXT in which a statement's children follow it in braces. A backslash in
 * quotes protects the next character, unless RULES say otherwise. Unbalanced braces are no error;
 * the root has the line of a brace that is never closed, or 0. Returns the root; free it with
 * statement_free(). */
struct statement *statement_read_braced(const char *text, size_t length, enum brace_rule rules);

/* Frees STATEMENT and all its children. Does nothing if STATEMENT is NULL. */
void statement_free(struct statement *statement);

/* Return the number of words in STATEMENT, and the word at INDEX, which is empty if there are
 * fewer. STATEMENT may be NULL for the latter. */
unsigned statement_length(const struct statement *statement);
struct word statement_word(const struct statement *statement, unsigned index);

/* Returns true if the first words match PATTERN: words with spaces between them, where "*" matches
 * any one word. STATEMENT may have more words. */
bool statement_matches(const struct statement *statement, const char *pattern);

/* Returns the index after the words that match PATTERN from INDEX on, or 0 if they do not match. */
unsigned statement_match(const struct statement *statement, unsigned index, const char *pattern);

/* Returns the text from the word at INDEX to the end of the statement, without trailing spaces.
 * Returns the empty word if there are fewer words. */
struct word statement_rest(const struct statement *statement, unsigned index);

/* Returns the first child of STATEMENT that matches PATTERN, or NULL if there is none or STATEMENT
 * is NULL. The first word of PATTERN must not be "*". The time depends only on the number of
 * children with that first word. */
const struct statement *statement_find(const struct statement *statement, const char *pattern);

/* Returns TEXT as a word without quotes. */
struct word word_from(const char *text);

/* They are inline since most texts are constants, whose lengths the compiler knows. */
static inline bool word_is(struct word word, const char *text)
{
    return word.length == strlen(text) && memcmp(word.at, text, word.length) == 0;
}

static inline bool word_begins(struct word word, const char *text)
{
    return word.length >= strlen(text) && memcmp(word.at, text, strlen(text)) == 0;
}

/* Returns true if WORD is one of WORDS, which end with NULL, or are NULL if there are none. */
static inline bool word_is_among(struct word word, const char *const *words)
{
    while (words && *words && !word_is(word, *words))
        words++;
    return words && *words;
}

/* Returns true if the word of STATEMENT at INDEX is TEXT, case included. */
static inline bool statement_is(const struct statement *statement, unsigned index, const char *text)
{
    return index < statement->length && word_is(statement_word(statement, index), text);
}

/* Returns true if STATEMENT begins with "no", "default" or "undo", and thus removes something. */
bool statement_removes(const struct statement *statement);

/* Reads WORD as a decimal number of at most MAX. Returns false if WORD is not one; *NUMBER is then
 * unchanged. */
bool word_number(struct word word, uint64_t max, uint64_t *number);

/* Hash and compare struct word *, without regard to their quotes. Usable as GHashFunc and
 * GEqualFunc. */
guint word_hash(gconstpointer word);
gboolean word_equal(gconstpointer word, gconstpointer other);

/* A table with words as keys. word_table_new() returns an empty one, which frees its values with
 * FREE_VALUE unless that is NULL; free it with g_hash_table_destroy(). word_table_get() returns the
 * value of NAME in TABLE, or NULL. word_table_set() makes VALUE the value of NAME, whose text must
 * outlive TABLE. */
GHashTable *word_table_new(GDestroyNotify free_value);
void *word_table_get(GHashTable *table, struct word name);
void word_table_set(GHashTable *table, struct word name, const void *value);

/* Returns a zero-terminated copy of WORD, which must not be a secret. Free with g_free(). */
char *word_dup(struct word word);

/* Returns a statement without words. It is the last child of PARENT, which owns it. If PARENT is
 * NULL, it is a root; free it with statement_free(). */
struct statement *statement_new(struct statement *parent, unsigned line);

/* Makes STATEMENT the last child of PARENT. It must not be in another list of children. */
void statement_append(struct statement *parent, struct statement *statement);

/* Adds WORD to STATEMENT. WORD must follow the statement's other words in the same text, and no
 * other statement of the tree may have got a word since the first of them. */
void statement_add_word(struct statement *statement, struct word word);

#endif
