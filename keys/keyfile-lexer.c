/* Divides the text of a keyring file into words.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keyfile-lexer.h"

#include "secret.h"

#include <string.h>

void keyfile_lexer_init(struct keyfile_lexer *lexer, const char *text, size_t length)
{
    const char byte_order_mark[] = "\xef\xbb\xbf";
    *lexer =
        (struct keyfile_lexer){.at = text, .end = text + length, .line_at = 1, .line_fresh = true};
    if (length >= 3 && memcmp(text, byte_order_mark, 3) == 0)
        lexer->at += 3;
}

void keyfile_lexer_clear(struct keyfile_lexer *lexer)
{
    if (lexer->word)
        secret_wipe(lexer->word, lexer->capacity);
    g_free(lexer->word);
    lexer->word = NULL;
    lexer->capacity = 0;
}

bool keyfile_lexer_is(const struct keyfile_lexer *lexer, const char *text)
{
    return lexer->kind == WORD_BARE && lexer->length == strlen(text) &&
           memcmp(lexer->word, text, lexer->length) == 0;
}

static bool at_end_of_line(const struct keyfile_lexer *lexer)
{
    return lexer->at == lexer->end || *lexer->at == '\n';
}

static bool at_end_of_word(const struct keyfile_lexer *lexer)
{
    return at_end_of_line(lexer) || g_ascii_isspace(*lexer->at);
}

static void skip_line(struct keyfile_lexer *lexer)
{
    while (!at_end_of_line(lexer))
        lexer->at++;
}

static void skip_blanks_and_comments(struct keyfile_lexer *lexer)
{
    for (; lexer->at < lexer->end; lexer->at++) {
        if (*lexer->at == '#')
            skip_line(lexer);
        if (at_end_of_line(lexer)) {
            if (lexer->at == lexer->end)
                return;
            lexer->line_at++;
            lexer->line_fresh = true;
        } else if (!g_ascii_isspace(*lexer->at)) {
            return;
        }
    }
}

static void lexer_append(struct keyfile_lexer *lexer, char byte)
{
    lexer->word[lexer->length++] = byte;
}

static void lexer_fail(struct keyfile_lexer *lexer, const char *fault)
{
    lexer->kind = WORD_BROKEN;
    lexer->fault = fault;
    skip_line(lexer);
}

/* Reads an escape sequence after its backslash. Returns false if it is not one. */
static bool read_escape(struct keyfile_lexer *lexer)
{
    const char plain[] = "\"\\", letters[] = "ntr", controls[] = "\n\t\r";
    if (at_end_of_line(lexer))
        return false;
    const char *found, letter = *lexer->at++;

    if (letter && strchr(plain, letter)) {
        lexer_append(lexer, letter);
    } else if (letter && (found = strchr(letters, letter))) {
        lexer_append(lexer, controls[found - letters]);
    } else if (letter == 'x' && lexer->end - lexer->at >= 2 && g_ascii_isxdigit(lexer->at[0]) &&
               g_ascii_isxdigit(lexer->at[1])) {
        lexer_append(lexer, (char)(g_ascii_xdigit_value(lexer->at[0]) << 4 |
                                   g_ascii_xdigit_value(lexer->at[1])));
        lexer->at += 2;
    } else {
        return false;
    }
    return true;
}

static void read_quoted(struct keyfile_lexer *lexer)
{
    const char quote = *lexer->at++;
    lexer->kind = WORD_QUOTED;
    while (!at_end_of_line(lexer) && *lexer->at != quote) {
        const char byte = *lexer->at++;
        if (quote == '"' && byte == '\\') {
            if (!read_escape(lexer)) {
                lexer_fail(
                    lexer,
                    "unknown escape; in double quotes there are \\\" \\\\ \\n \\t \\r \\xHH");
                return;
            }
        } else {
            lexer_append(lexer, byte);
        }
    }
    if (at_end_of_line(lexer)) {
        lexer_fail(lexer, "the closing quote is missing");
        return;
    }
    lexer->at++;
    if (!at_end_of_word(lexer) && *lexer->at != '#')
        lexer_fail(lexer, "text follows the closing quote");
}

static void read_bare(struct keyfile_lexer *lexer)
{
    lexer->kind = WORD_BARE;
    while (!at_end_of_word(lexer))
        lexer_append(lexer, *lexer->at++);
}

/* Makes room for any word of the line that begins. */
static void make_room(struct keyfile_lexer *lexer)
{
    const size_t rest = (size_t)(lexer->end - lexer->at);
    const char *newline = rest > 0 ? memchr(lexer->at, '\n', rest) : NULL;
    const size_t size = (size_t)((newline ? newline : lexer->end) - lexer->at) + 1;
    if (size <= lexer->capacity)
        return;
    keyfile_lexer_clear(lexer);
    lexer->capacity = size;
    lexer->word = g_malloc(size);
}

void keyfile_lexer_next(struct keyfile_lexer *lexer)
{
    lexer->ended = lexer->at;
    skip_blanks_and_comments(lexer);
    lexer->begun = lexer->at;
    lexer->length = 0;
    lexer->line = lexer->line_at;
    lexer->first = lexer->line_fresh;
    lexer->line_fresh = false;
    lexer->fault = NULL;

    if (lexer->first)
        make_room(lexer);
    if (lexer->at == lexer->end)
        lexer->kind = WORD_END;
    else if (*lexer->at == '"' || *lexer->at == '\'')
        read_quoted(lexer);
    else
        read_bare(lexer);
    lexer->word[lexer->length] = '\0';
}
