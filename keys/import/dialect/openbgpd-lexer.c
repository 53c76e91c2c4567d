/* Splits the text of OpenBGPD's configuration into tokens and expands macros, as bgpd does.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "openbgpd-lexer.h"

#include "keys/hash.h"

#include <string.h>

#define END            (-1) /* of the text, instead of a character */
#define NOTHING_HELD   (-2)
#define MAX_EXPANDABLE (16 << 20) /* bytes; bounds the time for short files */

static const char too_long[] = "a word is longer than bgpd accepts";

static bool expanding(const struct bgpd_lexer *lexer)
{
    return lexer->macro_at < lexer->macro_end;
}

/* Returns the next character, or END. */
static int peek(struct bgpd_lexer *lexer)
{
    if (expanding(lexer))
        return *lexer->macro_at;
    if (lexer->end - lexer->at >= 2 && lexer->at[0] == '\r' && lexer->at[1] == '\n')
        lexer->at++;
    return lexer->at < lexer->end ? (unsigned char)*lexer->at : END;
}

static int take(struct bgpd_lexer *lexer)
{
    const int c = peek(lexer);
    if (expanding(lexer))
        lexer->macro_at++;
    else if (c != END)
        lexer->line_at += *lexer->at++ == '\n';
    return c;
}

/* Takes a character outside of quotes. A backslash before a newline joins the lines; any other
 * backslash is dropped. */
static int take_bare(struct bgpd_lexer *lexer)
{
    int c = lexer->held;
    lexer->held = NOTHING_HELD;
    if (c == NOTHING_HELD)
        c = take(lexer);
    while (c == '\\') {
        c = take(lexer);
        if (c != '\n')
            break;
        c = take(lexer);
    }
    return c;
}

static void tell(struct bgpd_lexer *lexer, const char *what)
{
    import_problem(lexer->import, lexer->line, "%s", what);
    lexer->token = BGPD_BROKEN;
}

static bool append(struct bgpd_lexer *lexer, int c)
{
    if (lexer->length == BGPD_LONGEST_WORD) {
        tell(lexer, too_long);
        return false;
    }
    lexer->word[lexer->length++] = (char)c;
    lexer->word[lexer->length] = '\0';
    return true;
}

/* Reads the name after "$" and expands the macro. */
static bool expand(struct bgpd_lexer *lexer)
{
    char name[BGPD_LONGEST_NAME + 1] = "";
    size_t length = 0;

    while (g_ascii_isalnum(peek(lexer)) || peek(lexer) == '_') {
        const int c = take(lexer);
        if (length < sizeof name - 1)
            name[length++] = (char)c;
    }
    const struct secret *value = g_hash_table_lookup(lexer->macros, name);
    secret_wipe(name, sizeof name);
    if (!value) {
        tell(lexer, "it uses a macro that this file does not define before it");
        return false;
    }
    const uint8_t *bytes = secret_bytes(value, &length);
    if (length > lexer->expandable) {
        tell(lexer, "the macros expand to more than is reasonable");
        return false;
    }
    lexer->macro_at = bytes;
    lexer->macro_end = bytes + length;
    lexer->expandable -= length;
    return true;
}

static void read_quoted(struct bgpd_lexer *lexer, int quote)
{
    lexer->token = BGPD_QUOTED;
    for (;;) {
        int c = take(lexer);
        if (c == END) {
            tell(lexer, "a quotation has no end");
            return;
        }
        if (c == quote)
            return;
        if (c == '\\' && (peek(lexer) == quote || peek(lexer) == ' ' || peek(lexer) == '\t' ||
                          peek(lexer) == '\n'))
            c = take(lexer);
        if (c != '\n' && !append(lexer, c))
            return;
    }
}

static bool is_part_of_words(int c)
{
    return c != END && (g_ascii_isalnum(c) || (g_ascii_ispunct(c) && !strchr("(){}<>!=/#,", c)));
}

static void read_bare(struct bgpd_lexer *lexer, int c)
{
    lexer->token = BGPD_WORD;
    do {
        if (!(c == '$' && !expanding(lexer) ? expand(lexer) : append(lexer, c)))
            return;
        c = take_bare(lexer);
    } while (is_part_of_words(c));
    lexer->held = c;
}

/* Sets *C to the first character of the next token, with macros expanded. Returns false if a macro
 * cannot be expanded. */
static bool find_token(struct bgpd_lexer *lexer, int *c)
{
    do {
        do
            *c = take_bare(lexer);
        while (*c == ' ' || *c == '\t' || *c == '\r');
        lexer->line = lexer->line_at;
        if (*c == '#')
            while (*c != '\n' && *c != END)
                *c = take_bare(lexer);
        if (*c != '$' || expanding(lexer))
            return true;
    } while (expand(lexer));
    return false;
}

void bgpd_lexer_next(struct bgpd_lexer *lexer)
{
    int c;

    lexer->length = 0;
    lexer->word[0] = '\0';
    if (!find_token(lexer, &c))
        return;
    if (c == END)
        lexer->token = BGPD_END;
    else if (c == '\n')
        lexer->token = BGPD_NEWLINE;
    else if (c == '"' || c == '\'')
        read_quoted(lexer, c);
    else if (g_ascii_isalnum(c) || c == ':' || c == '_' || c == '*')
        read_bare(lexer, c);
    else if (append(lexer, c))
        lexer->token = BGPD_MARK;
}

void bgpd_lexer_init(struct bgpd_lexer *lexer, const char *text, size_t length,
                     const struct import *import)
{
    *lexer = (struct bgpd_lexer){
        .import = import,
        .at = text,
        .end = text + length,
        .line_at = 1,
        .held = NOTHING_HELD,
        .expandable = MAX_EXPANDABLE,
        .macros =
            g_hash_table_new_full(hash_text, g_str_equal, g_free, (GDestroyNotify)secret_free),
    };
    bgpd_lexer_next(lexer);
}

void bgpd_lexer_clear(struct bgpd_lexer *lexer)
{
    g_hash_table_destroy(lexer->macros);
    secret_wipe(lexer, sizeof *lexer);
}

bool bgpd_lexer_is(const struct bgpd_lexer *lexer, const char *text)
{
    return (lexer->token == BGPD_WORD || lexer->token == BGPD_MARK) &&
           strcmp(lexer->word, text) == 0;
}

bool bgpd_lexer_pass(struct bgpd_lexer *lexer, const char *text)
{
    if (!bgpd_lexer_is(lexer, text))
        return false;
    bgpd_lexer_next(lexer);
    return true;
}

void bgpd_lexer_skip(struct bgpd_lexer *lexer)
{
    const bool reported = lexer->token == BGPD_BROKEN;
    unsigned depth = 0;
    while (lexer->token != BGPD_END &&
           (depth > 0 || (lexer->token != BGPD_NEWLINE && !bgpd_lexer_is(lexer, "}")))) {
        if (!reported && bgpd_lexer_is(lexer, "md5sig"))
            import_problem(lexer->import, lexer->line,
                           "bgpd refuses this, as something else is before it on its line");
        depth += bgpd_lexer_is(lexer, "{");
        depth -= bgpd_lexer_is(lexer, "}");
        bgpd_lexer_next(lexer);
    }
}

bool bgpd_lexer_read(struct bgpd_lexer *lexer, char *word, size_t size)
{
    const bool fits = (lexer->token == BGPD_WORD || lexer->token == BGPD_QUOTED) &&
                      lexer->length > 0 && lexer->length < size;
    g_strlcpy(word, fits ? lexer->word : "", size);
    if (fits)
        bgpd_lexer_next(lexer);
    return fits;
}

static bool is_value(const struct bgpd_lexer *lexer)
{
    static const char *const keywords[] = {"descr", "local-address", "min-version",
                                           "port",  "tcp",           "ipsec"};
    bool is_keyword = false;
    for (unsigned i = 0; i < G_N_ELEMENTS(keywords); i++)
        is_keyword = is_keyword || bgpd_lexer_is(lexer, keywords[i]);
    return (lexer->token == BGPD_WORD && !is_keyword) || lexer->token == BGPD_QUOTED;
}

struct secret *bgpd_lexer_value(struct bgpd_lexer *lexer)
{
    char value[BGPD_LONGEST_WORD + 1];
    size_t length = 0;
    const bool any = is_value(lexer);

    for (; is_value(lexer); bgpd_lexer_next(lexer)) {
        const size_t blank = length > 0;
        if (length + blank + lexer->length > sizeof value) {
            tell(lexer, too_long);
            break;
        }
        memcpy(value + length, " ", blank);
        memcpy(value + length + blank, lexer->word, lexer->length);
        length += blank + lexer->length;
    }
    struct secret *secret = any && lexer->token != BGPD_BROKEN ? secret_new(value, length) : NULL;
    secret_wipe(value, sizeof value);
    return secret;
}

void bgpd_lexer_define(struct bgpd_lexer *lexer, const char *name, struct secret *value)
{
    lexer->macro_at = lexer->macro_end =
        NULL; /* the new definition may replace the macro being expanded */
    g_hash_table_replace(lexer->macros, g_strdup(name), value);
}
