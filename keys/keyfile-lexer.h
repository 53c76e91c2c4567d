/* Divides the text of a keyring file into words.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_KEYFILE_LEXER_H
#define TCPAUTH_KEYS_KEYFILE_LEXER_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

enum word_kind {
    WORD_END, /* the end of the text */
    WORD_BARE,
    WORD_QUOTED,
    WORD_BROKEN, /* a quoted word that cannot be read; the rest of its line is skipped */
};

struct keyfile_lexer {
    /* The current word: */
    enum word_kind kind;
    unsigned line; /* counting from 1 */
    bool first;    /* the word is the first of its line */
    char *word;    /* without its quotes, followed by a zero byte that LENGTH excludes */
    size_t length; /* a quoted word may contain zero bytes */
    const char
        *fault; /* what is wrong with a broken word, human-readable; it does not repeat the word */
    const char *begun; /* its position in the text */
    const char *ended; /* the end of the word before it */

    /* The text after the word: */
    const char *at, *end;
    unsigned line_at;
    bool line_fresh;
    size_t capacity; /* size of WORD, in which any word of the line fits */
};

/* Initialises LEXER for LENGTH bytes of TEXT, which must outlive it. Clear with
 * keyfile_lexer_clear(). */
void keyfile_lexer_init(struct keyfile_lexer *lexer, const char *text, size_t length);

/* Reads the next word. */
void keyfile_lexer_next(struct keyfile_lexer *lexer);

/* Wipes and frees the words read, which may be secrets. */
void keyfile_lexer_clear(struct keyfile_lexer *lexer);

/* Returns true if the current word is TEXT without quotes. */
bool keyfile_lexer_is(const struct keyfile_lexer *lexer, const char *text);

#endif
