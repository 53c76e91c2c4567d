/* A statement about a neighbor.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "neighbor-line.h"

#include "peer.h"

#include <string.h>

bool neighbor_line_of(const struct statement *statement, const char *pattern,
                      struct neighbors *neighbors, const char *instance, struct neighbor_line *line)
{
    const bool no = statement_is(statement, 0, "no") || statement_is(statement, 0, "default");
    const unsigned end = statement_match(statement, no, pattern);
    if (end == 0)
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

void neighbor_line_source(const struct neighbor_line *line, unsigned index)
{
    char *word = word_dup(statement_word(line->statement, line->index + index));
    neighbor_set(&line->neighbor->source, line->no || !*word ? NULL : word);
    g_free(word);
}

void neighbor_line_group(const struct neighbor_line *line, unsigned index)
{
    const struct word none = {.at = ""};
    neighbor_set_group(line->neighbor,
                       line->no ? none : statement_word(line->statement, line->index + index),
                       line->statement->line);
}

unsigned neighbor_line_group_words(const struct neighbor_line *line, unsigned index)
{
    const bool two =
        neighbor_line_is(line, index, "peer") && neighbor_line_is(line, index + 1, "group");
    return two ? 2 : neighbor_line_is(line, index, "peer-group");
}

void neighbor_line_range(const struct neighbor_line *line, const struct import *import)
{
    struct prefix network;
    unsigned index = 0;

    while (index < neighbor_line_words(line) && neighbor_line_group_words(line, index) == 0)
        index++;
    if (!peer_parse(line->neighbor->name, &network))
        import_problem(import, line->statement->line, "the range is no network");
    else if (line->no)
        neighbor_remove(line->neighbor);
    else if (index < neighbor_line_words(line))
        neighbor_line_group(line, index + neighbor_line_group_words(line, index));
}

bool neighbor_line_is_removal(const struct neighbor_line *line)
{
    struct prefix address;
    if (neighbor_line_is(line, 0, "remote-as"))
        return line->no && peer_parse(line->neighbor->name, &address);
    return line->no && (neighbor_line_words(line) == 0 || neighbor_line_is(line, 0, "peer-group"));
}

/* Returns true for "neighbor NAME authentication-key ..." and the like. */
static bool has_key(const struct statement *statement)
{
    const struct word word = statement_word(statement, 2);
    return memmem(word.at, word.length, "key", 3) || memmem(word.at, word.length, "auth", 4) ||
           memmem(word.at, word.length, "md5", 3);
}

void neighbor_line_report_foreign(const struct statement *statement, const struct import *import)
{
    if (!statement_is(statement, 0, "neighbor"))
        return;
    if (has_key(statement))
        import_problem(import, statement->line,
                       "this line of another system may have a password, which is not read");
    if (statement_length(statement) != 2)
        return;
    for (const struct statement *line = statement->first; line; line = line->next) {
        if (statement_is(line, 0, "password"))
            import_problem(import, line->line,
                           "this line of another system, such as IOS XR or NX-OS, is not read; "
                           "split the file");
    }
}
