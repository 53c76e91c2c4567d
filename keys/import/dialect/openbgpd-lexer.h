/* Cuts the text of OpenBGPD's configuration into tokens, macros expanded, as bgpd does.
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
    BGPD_MARK,   /* "{", "}", "/", "=" and what else is no part of words */
    BGPD_BROKEN, /* what cannot be read, which has been told */
};

#define BGPD_LONGEST_WORD 8095
#define BGPD_LONGEST_NAME 127 /* of a macro */

struct bgpd_lexer {
    /* the current token */
    enum bgpd_token token;
    unsigned line;                    /* from 1 */
    char word[BGPD_LONGEST_WORD + 1]; /* without quotes, or the mark; a zero byte behind it */
    size_t length;

    /* the text behind it */
    const struct import *import;
    const char *at, *end;
    unsigned line_at;
    int held;                            /* a character that was read too early, or -2 */
    const uint8_t *macro_at, *macro_end; /* what is left of the macro being expanded */
    size_t expandable;                   /* how many bytes macros may still expand to */
    GHashTable *macros;                  /* char * to struct secret * */
};

/* Reads LENGTH bytes of TEXT, which must outlive the lexer, and goes to the first token. What is
 * wrong with them is told to IMPORT. */
void bgpd_lexer_init(struct bgpd_lexer *lexer, const char *text, size_t length,
                     const struct import *import);

/* Goes to the next token. */
void bgpd_lexer_next(struct bgpd_lexer *lexer);

/* Wipes and frees what the lexer holds. */
void bgpd_lexer_clear(struct bgpd_lexer *lexer);

/* Returns true if the current token is the bare word or the mark TEXT. */
bool bgpd_lexer_is(const struct bgpd_lexer *lexer, const char *text);

/* Goes to the next token, and true, if the current one is the bare word or the mark TEXT. */
bool bgpd_lexer_pass(struct bgpd_lexer *lexer, const char *text);

/* Goes to the end of the statement: of its line, or of the block that it is in. What is in braces
 * belongs to it, ends of lines included. */
void bgpd_lexer_skip(struct bgpd_lexer *lexer);

/* Copies a word to SIZE bytes at WORD and goes to the next token. If there is none, or none that
 * fits, then WORD becomes empty, and false. */
bool bgpd_lexer_read(struct bgpd_lexer *lexer, char *word, size_t size);

/* Reads words up to what is none, or is a keyword of sessions: one value, with one blank between
 * two words. NULL if there is no word. Free with secret_free(). */
struct secret *bgpd_lexer_value(struct bgpd_lexer *lexer);

/* Defines macro NAME as VALUE, and takes ownership of VALUE. Drops what is left of a macro that is
 * being expanded. */
void bgpd_lexer_define(struct bgpd_lexer *lexer, const char *name, struct secret *value);

#endif
