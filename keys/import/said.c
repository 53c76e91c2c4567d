/* What one statement says of a neighbor.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "said.h"

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

bool said_of(const struct statement *statement, const char *pattern, struct neighbors *neighbors,
             const char *instance, struct said *said)
{
    const bool no = statement_is(statement, 0, "no") || statement_is(statement, 0, "default");
    unsigned end;
    if (!matches(statement, no, pattern, &end))
        return false;

    char *name = word_dup(statement_word(statement, end - 1));
    *said = (struct said){statement, neighbors_get(neighbors, instance, name), end, no};
    g_free(name);
    return true;
}

unsigned said_words(const struct said *said)
{
    return statement_length(said->statement) - said->index;
}

bool said_is(const struct said *said, unsigned index, const char *word)
{
    return statement_is(said->statement, said->index + index, word);
}

static void set(const struct said *said, unsigned index, char **text)
{
    char *word = word_dup(statement_word(said->statement, said->index + index));
    neighbor_set(text, said->no || !*word ? NULL : word);
    g_free(word);
}

void said_source(const struct said *said, unsigned index)
{
    set(said, index, &said->neighbor->source);
}

void said_group(const struct said *said, unsigned index)
{
    set(said, index, &said->neighbor->group);
    said->neighbor->group_line = said->statement->line;
}
