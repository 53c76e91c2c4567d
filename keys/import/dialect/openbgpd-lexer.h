/* Splits the text of OpenBGPD's configuration into tokens and expands macros, as bgpd does.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_OPENBGPD_LEXER_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_OPENBGPD_LEXER_H

#include "keys/import/import.h"

enum bgpd_token {
    BGPD_END, /* of the text */
    BGPD_NEWLINE,
    BGPD_WORD,
    BGPD_QUOTED,
    BGPD_MARK,   /* "{", "}", "/", "=" and other characters that are not part of words */
    BGPD_BROKEN, /* invalid text, already reported */
};

#define BGPD_LONGEST_WORD 8095
#define BGPD_LONGEST_NAME 127 /* of a macro */

struct bgpd_lexer {
    /* the current token */
    enum bgpd_token token;
    unsigned line;                    /* from 1 */
    char word[BGPD_LONGEST_WORD + 1]; /* without quotes, or the mark; zero-terminated */
    size_t length;

    /* the text after it */
    const struct import *import;
    const char *at, *end;
    unsigned line_at;
    int held;                            /* a character that was read ahead, or -2 */
    const uint8_t *macro_at, *macro_end; /* the rest of the macro being expanded */
    size_t expandable;                   /* the number of bytes to which macros may still expand */
    GHashTable *macros;                  /* char * to struct secret * */
};

/* Reads LENGTH bytes of TEXT, which must outlive the lexer, and moves to the first token. Problems
 * go to IMPORT. Free with bgpd_lexer_clear(). */
void bgpd_lexer_init(struct bgpd_lexer *lexer, const char *text, size_t length,
                     const struct import *import);

/* Goes to the next token. */
void bgpd_lexer_next(struct bgpd_lexer *lexer);

/* Wipes and frees what the lexer holds. */
void bgpd_lexer_clear(struct bgpd_lexer *lexer);

/* Returns true if the current token is the bare word or the mark TEXT. */
bool bgpd_lexer_is(const struct bgpd_lexer *lexer, const char *text);

/* If the current token is the bare word or the mark TEXT, moves to the next token and returns
 * true. */
bool bgpd_lexer_pass(struct bgpd_lexer *lexer, const char *text);

/* Moves to the end of the statement: that of its line, or of the block around it. Text in braces is
 * part of the statement, newlines included. Adds a problem if there is a secret in it, which bgpd
 * accepts only as a statement of its own. */
void bgpd_lexer_skip(struct bgpd_lexer *lexer);

/* Copies a word to SIZE bytes at WORD and goes to the next token. If there is no word, or it does
 * not fit, makes WORD empty and returns false. */
bool bgpd_lexer_read(struct bgpd_lexer *lexer, char *word, size_t size);

/* Reads words up to another token or a keyword of sessions. Returns them as one value with single
 * spaces between them, or NULL if there is no word. Free with secret_free(). */
struct secret *bgpd_lexer_value(struct bgpd_lexer *lexer);

/* Defines macro NAME as VALUE, and takes ownership of VALUE. Drops the rest of a macro that is
 * being expanded. */
void bgpd_lexer_define(struct bgpd_lexer *lexer, const char *name, struct secret *value);

#endif
