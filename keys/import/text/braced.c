/* Reads configurations in which braces tell what belongs to what.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "statement.h"

#include "keys/import/line.h"

#include <string.h>

/* No configuration nests deeper. The reader ignores deeper braces, so that freeing the tree takes
 * little stack. */
#define DEEPEST 64

struct braced_reader {
    const char *at, *end;
    unsigned line;
    enum brace_rule rules;
    unsigned depth;              /* how many braces are open */
    const char *line_at, *first; /* the start of this line, and its first character or NULL */
    struct {
        unsigned line;
        ptrdiff_t indent;
    } open[DEEPEST];   /* where the statements of these braces begin */
    unsigned unclosed; /* the line of the first that seems to be closed by another's brace; or 0 */
    struct statement *block;   /* whose children are being read */
    struct statement *growing; /* the child that gets the next word, or NULL */
};

static bool at(const struct braced_reader *reader, const char *text)
{
    const size_t length = strlen(text);
    return (size_t)(reader->end - reader->at) >= length && memcmp(reader->at, text, length) == 0;
}

/* Moves forward to STOP and counts the lines passed. */
static void advance(struct braced_reader *reader, const char *stop)
{
    for (; reader->at < stop; reader->at++)
        if (*reader->at == '\n') {
            reader->line++;
            reader->line_at = reader->at + 1;
            reader->first = NULL;
        }
}

static void skip_comment(struct braced_reader *reader)
{
    static const char hidden[] = "## SECRET-DATA"; /* of Junos, whose lines may have been joined */
    if (at(reader, hidden)) {
        advance(reader, reader->at + strlen(hidden));
        return;
    }
    const size_t left = (size_t)(reader->end - reader->at);
    const bool to_line_end = *reader->at == '#';
    const char *mark = to_line_end ? "\n" : "*/";
    const char *found = memmem(reader->at, left, mark, strlen(mark));

    advance(reader, !found ? reader->end : to_line_end ? found : found + 2);
}

/* Returns true if the quotes that begin with the current character must end on its line. */
static bool ends_on_line(const struct braced_reader *reader)
{
    return *reader->at == '\'' || (reader->rules & BRACE_LINE_QUOTES);
}

static bool is_quote(const struct braced_reader *reader)
{
    if (*reader->at != '"' && (*reader->at != '\'' || !(reader->rules & BRACE_SINGLE_QUOTES)))
        return false;
    if (!ends_on_line(reader))
        return true;
    const char *start = reader->at + 1;
    const char *stop = memchr(start, *reader->at, (size_t)(reader->end - start));
    return stop && !memchr(start, '\n', (size_t)(stop - start));
}

static bool is_comment(const struct braced_reader *reader)
{
    return *reader->at == '#' || ((reader->rules & BRACE_SLASH_COMMENTS) && at(reader, "/*"));
}

static struct word read_quoted(struct braced_reader *reader)
{
    const char quote = *reader->at, *start = reader->at + 1, *stop = start;
    const char *end = reader->end;
    const bool plain = reader->rules & BRACE_PLAIN_QUOTES;
    const char line_end = ends_on_line(reader) ? '\n' : quote;

    while (stop < end && *stop != quote && *stop != line_end)
        stop += *stop == '\\' && !plain && stop + 1 < end ? 2 : 1;
    const bool ended = stop < end && *stop == quote;
    advance(reader, ended ? stop + 1 : stop);
    if (!ended)
        return (struct word){start - 1, (size_t)(stop - start) + 1, 0};
    return (struct word){start, (size_t)(stop - start), quote};
}

/* Returns true at a brace or semicolon. */
static bool is_mark(const struct braced_reader *reader)
{
    return strchr("{};", *reader->at) && !(reader->rules & BRACE_NONE);
}

/* Returns true if a bare word that began before this character ends at it. */
static bool is_bare_end(const struct braced_reader *reader)
{
    if (g_ascii_isspace(*reader->at) || is_mark(reader) || is_quote(reader))
        return true;
    return (reader->rules & BRACE_TIGHT) && (*reader->at == '=' || is_comment(reader));
}

static struct word read_bare(struct braced_reader *reader)
{
    const char *start = reader->at++;
    if (*start == '=' && (reader->rules & BRACE_TIGHT))
        return (struct word){start, 1, 0};
    while (reader->at < reader->end && !is_bare_end(reader))
        reader->at++;
    return (struct word){start, (size_t)(reader->at - start), 0};
}

/* Returns true if one of WORDS, which end with NULL, is first on the line after this newline. */
static bool precedes(const struct braced_reader *reader, const char *const *words)
{
    return line_begins_any(line_skip_blanks(reader->at + 1, reader->end), reader->end, words);
}

/* Returns true if a statement begins on the line after this newline, whatever is before it. */
static bool ends_prose(const struct braced_reader *reader)
{
    static const char *const words[] = {"protocol ", "template ", "neighbor ", "group ", NULL};
    return (reader->rules & BRACE_PROSE) && reader->depth == 0 && precedes(reader, words);
}

/* Closes all braces before a command in the first column, which is in none of them. */
static void close_braces(struct braced_reader *reader)
{
    static const char *const commands[] = {"set ", "delete ", "deactivate ", "activate ", NULL};
    if (!(reader->rules & BRACE_INNER_LINES) || reader->depth == 0 ||
        !line_begins_any(reader->at + 1, reader->end, commands))
        return;
    reader->depth = 0;
    while (reader->block->parent)
        reader->block = reader->block->parent;
}

/* Returns true if this newline ends a statement. */
static bool ends_statement(const struct braced_reader *reader)
{
    static const char *const commands[] = {"set ",  "delete ", "deactivate ", "activate ",
                                           "edit ", "top",     "[",           NULL};
    if (!(reader->rules & BRACE_NEWLINE_ENDS))
        return ends_prose(reader);
    return !(reader->rules & BRACE_INNER_LINES) || reader->depth == 0 || precedes(reader, commands);
}

static void read_word(struct braced_reader *reader)
{
    const unsigned line = reader->line;
    const struct word word = is_quote(reader) ? read_quoted(reader) : read_bare(reader);
    if (!reader->growing)
        reader->growing = statement_new(reader->block, line);
    statement_add_word(reader->growing, word);
}

/* Finds out whether the brace that this one closes was meant: a brace that begins its line is
 * indented like the statement that it ends. */
static void check_indentation(struct braced_reader *reader)
{
    const unsigned index = reader->depth - 1;
    if (reader->first != reader->at || index >= DEEPEST)
        return;
    const unsigned line = reader->open[index].line;
    const ptrdiff_t excess = reader->open[index].indent - (reader->first - reader->line_at);
    if (excess > 0 && reader->unclosed == 0)
        reader->unclosed = line;
    else if (excess == 0 && line < reader->unclosed)
        reader->unclosed = 0; /* an outer brace is closed: the inner one was indented oddly */
}

static void read_mark(struct braced_reader *reader)
{
    if (*reader->at == '}' && reader->depth > 0)
        check_indentation(reader);
    switch (*reader->at++) {
    case '{':
        if (reader->depth++ >= DEEPEST)
            break;
        if (!reader->growing)
            reader->growing = statement_new(reader->block, reader->line);
        reader->open[reader->depth - 1].line = reader->growing->line;
        reader->open[reader->depth - 1].indent = reader->first - reader->line_at;
        reader->block = reader->growing;
        break;
    case '}':
        if (reader->depth > 0 && reader->depth-- <= DEEPEST)
            reader->block = reader->block->parent;
        break;
    }
    reader->growing = NULL;
}

struct statement *statement_read_braced(const char *text, size_t length, enum brace_rule rules)
{
    struct statement *root = statement_new(NULL, 0);
    struct braced_reader reader = {.at = text,
                                   .end = text + length,
                                   .line = 1,
                                   .line_at = text,
                                   .rules = rules,
                                   .block = root};

    while (reader.at < reader.end) {
        if (!reader.first && !g_ascii_isspace(*reader.at))
            reader.first = reader.at;
        if (is_comment(&reader)) {
            skip_comment(&reader);
        } else if (g_ascii_isspace(*reader.at)) {
            if (*reader.at == '\n' && ends_statement(&reader)) {
                reader.growing = NULL;
                close_braces(&reader);
            }
            advance(&reader, reader.at + 1);
        } else if (is_mark(&reader)) {
            read_mark(&reader);
        } else {
            read_word(&reader);
        }
    }
    if (reader.depth > 0)
        root->line = reader.unclosed > 0 ? reader.unclosed
                                         : reader.open[MIN(reader.depth, DEEPEST) - 1].line;
    return root;
}
