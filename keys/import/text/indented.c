/* Reads configurations in which indentation tells what belongs to what.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "statement.h"

#include "banner.h"
#include "keys/import/line.h"

#include <string.h>

struct indented_reader {
    const char *at, *end; /* the lines not read yet */
    unsigned line;        /* of the current line */
    GArray *depths;       /* unsigned: the indentation of each open statement */
    struct statement *open;
};

/* Sets *LINE to the next line, without trailing whitespace. Returns false at the end of the
 * text. */
static bool next_line(struct indented_reader *reader, struct word *line)
{
    if (reader->at == reader->end)
        return false;
    const size_t left = (size_t)(reader->end - reader->at);
    const char *newline = memchr(reader->at, '\n', left);

    line->at = reader->at;
    line->length = newline ? (size_t)(newline - reader->at) : left;
    line->quote = 0;
    reader->at += line->length + (newline != NULL);
    reader->line++;
    while (line->length > 0 && g_ascii_isspace(line->at[line->length - 1]))
        line->length--;
    return true;
}

static unsigned indentation(struct word line)
{
    unsigned depth = 0;
    while (depth < line.length && g_ascii_isspace(line.at[depth]))
        depth++;
    return depth;
}

static void add_words(struct statement *statement, struct word line)
{
    const char *at = line.at, *end = line.at + line.length;
    while (at < end) {
        const char *start = at;
        while (at < end && !g_ascii_isspace(*at))
            at++;
        if (at > start)
            statement_add_word(statement, (struct word){start, (size_t)(at - start), 0});
        else
            at++;
    }
}

/* Closes the statements to which a line indented by DEPTH cannot belong. */
static void close_to(struct indented_reader *reader, unsigned depth)
{
    while (reader->depths->len > 0 &&
           g_array_index(reader->depths, unsigned, reader->depths->len - 1) >= depth) {
        g_array_set_size(reader->depths, reader->depths->len - 1);
        reader->open = reader->open->parent;
    }
}

/* Returns true if LINE, without its indentation, and the statement OPEN are two entries of one
 * list, such as "neighbor A" and "neighbor B": neither has the other inside, however it is
 * indented. */
static bool is_sibling(const struct statement *open, struct word line)
{
    const struct word first = statement_word(open, 0);
    const char *at = line.at + first.length, *end = line.at + line.length;
    if (statement_length(open) != 2 || line.length <= first.length ||
        memcmp(line.at, first.at, first.length) != 0 || !g_ascii_isspace(*at))
        return false;
    at = line_skip_spaces(at, end);
    while (at < end && !g_ascii_isspace(*at))
        at++;
    return at == end;
}

static bool is_comment(struct word line, unsigned depth)
{
    static const char echo[] = "echo ";
    return depth == line.length || line.at[depth] == '!' || line.at[depth] == '#' ||
           (line.length - depth > strlen(echo) && memcmp(line.at + depth, echo, strlen(echo)) == 0);
}

struct statement *statement_read_indented(const char *text, size_t length)
{
    struct statement *root = statement_new(NULL, 0);
    struct indented_reader reader = {.at = text, .end = text + length, .open = root};
    struct banner banner = {0};
    struct word line;

    reader.depths = g_array_new(FALSE, FALSE, sizeof(unsigned));
    while (next_line(&reader, &line)) {
        unsigned depth = indentation(line);
        const struct word words = {line.at + depth, line.length - depth, 0},
                          rest = {reader.at, (size_t)(reader.end - reader.at), 0};
        if (banner_covers(&banner, words, rest) || is_comment(line, depth))
            continue;
        close_to(&reader, depth);
        if (reader.depths->len > 0 && is_sibling(reader.open, words)) {
            depth = g_array_index(reader.depths, unsigned, reader.depths->len - 1);
            close_to(&reader, depth);
        }
        reader.open = statement_new(reader.open, reader.line);
        g_array_append_val(reader.depths, depth);
        add_words(reader.open, line);
    }
    g_array_free(reader.depths, TRUE);
    return root;
}
