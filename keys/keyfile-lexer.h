/* Cuts the text of a keyring file into words.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_KEYFILE_LEXER_H
#define TCPAUTH_KEYS_KEYFILE_LEXER_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

enum word_kind {
    WORD_END, /* of the text */
    WORD_BARE,
    WORD_QUOTED,
    WORD_BROKEN, /* a quotation that cannot be read; the rest of its line is skipped */
};

struct keyfile_lexer {
    /* the current word */
    enum word_kind kind;
    unsigned line;     /* from 1 */
    bool first;        /* of its line */
    char *word;        /* without its quotes, followed by a zero byte that LENGTH does not count */
    size_t length;     /* a quoted word may hold zero bytes */
    const char *fault; /* of a broken word, for people; it does not repeat the word */
    const char *begun; /* where it stands in the text */
    const char *ended; /* where the word before it ended */

    /* the text behind it */
    const char *at, *end;
    unsigned line_at;
    bool line_fresh;
    size_t capacity; /* of WORD: any word of the text fits */
};

/* Reads LENGTH bytes of TEXT, which must outlive the lexer. */
void keyfile_lexer_init(struct keyfile_lexer *lexer, const char *text, size_t length);

/* Goes to the next word. */
void keyfile_lexer_next(struct keyfile_lexer *lexer);

/* Wipes the words read, which may have been secrets. */
void keyfile_lexer_clear(struct keyfile_lexer *lexer);

/* Returns true if the current word is bare and TEXT. */
bool keyfile_lexer_is(const struct keyfile_lexer *lexer, const char *text);

#endif
