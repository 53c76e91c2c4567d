/* What one statement says of a neighbor.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "neighbor-line.h"

#include <string.h>

static bool matches(const struct statement *statement, unsigned index, const char *pattern,
                    unsigned *end)
{
    for (; *pattern; index++) {
        const size_t length = strcspn(pattern, " ");
        const struct word word = statement_word(statement, index);

        if (index >= statement_length(statement) ||
            (*pattern != '*' && (word.length != length || memcmp(word.at, pattern, length) != 0)))
            return false;
        pattern += length + strspn(pattern + length, " ");
    }
    *end = index;
    return true;
}

bool neighbor_line_of(const struct statement *statement, const char *pattern,
                      struct neighbors *neighbors, const char *instance, struct neighbor_line *line)
{
    const bool no = statement_is(statement, 0, "no") || statement_is(statement, 0, "default");
    unsigned end;
    if (!matches(statement, no, pattern, &end))
        return false;

    char *name = word_dup(statement_word(statement, end - 1));
    *line = (struct neighbor_line){statement, neighbors_get(neighbors, instance, name), end, no};
    g_free(name);
    return true;
}

unsigned neighbor_line_words(const struct neighbor_line *line)
{
    return statement_length(line->statement) - line->index;
}

bool neighbor_line_is(const struct neighbor_line *line, unsigned index, const char *word)
{
    return statement_is(line->statement, line->index + index, word);
}

static void set(const struct neighbor_line *line, unsigned index, char **text)
{
    char *word = word_dup(statement_word(line->statement, line->index + index));
    neighbor_set(text, line->no || !*word ? NULL : word);
    g_free(word);
}

void neighbor_line_source(const struct neighbor_line *line, unsigned index)
{
    set(line, index, &line->neighbor->source);
}

void neighbor_line_group(const struct neighbor_line *line, unsigned index)
{
    set(line, index, &line->neighbor->group);
    line->neighbor->group_line = line->statement->line;
}
