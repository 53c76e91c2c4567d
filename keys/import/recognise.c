/* Recognises the dialect of a configuration by its lines.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "dialect.h"

#include <string.h>

/* The weight of a line that only routers have, of whatever vendor, such as "router bgp". */
#define LIKELY 25

static bool word_fits(const char *word, size_t length, const char *pattern, size_t pattern_length)
{
    if (pattern[pattern_length - 1] == '*')
        return length >= pattern_length - 1 && memcmp(word, pattern, pattern_length - 1) == 0;
    return length == pattern_length && memcmp(word, pattern, length) == 0;
}

static size_t skip(const char **at, const char *end, bool blanks)
{
    const char *start = *at;
    while (*at < end && (g_ascii_isspace(**at) != 0) == blanks)
        ++*at;
    return (size_t)(*at - start);
}

/* Returns true if the first words between AT and END match PATTERN. */
static bool line_fits(const char *at, const char *end, const char *pattern)
{
    while (*pattern) {
        const size_t pattern_length = strcspn(pattern, " ");
        skip(&at, end, true);
        const char *word = at;
        const size_t length = skip(&at, end, false);

        if (length == 0 || !word_fits(word, length, pattern, pattern_length))
            return false;
        pattern += pattern_length + strspn(pattern + pattern_length, " ");
    }
    return true;
}

/* A line from its first word AT to END, after INDENTATION spaces. */
struct line {
    const char *at, *end;
    size_t indentation;
};

/* Sets in *FOUND the bit of each of SIGNS that matches LINE. Comparing the first letter is enough
 * to reject most lines. */
static void find_signs(const struct sign *signs, const struct line *line, uint64_t *found)
{
    for (unsigned i = 0; signs[i].pattern; i++) {
        const size_t indentation = strspn(signs[i].pattern, " ");
        const char *pattern = signs[i].pattern + indentation;
        if ((*pattern == *line->at || *pattern == '*') && !(*found >> i & 1) &&
            (indentation == 0 || indentation == line->indentation) &&
            line_fits(line->at, line->end, pattern))
            *found |= (uint64_t)1 << i;
    }
}

int dialect_likeness(const struct dialect *dialect, const char *text, size_t length)
{
    const char *end = text + length;
    uint64_t found = 0;
    int likeness = 0;

    while (text < end) {
        const char *newline = memchr(text, '\n', (size_t)(end - text));
        struct line line = {text, newline ? newline : end, 0};
        line.indentation = skip(&line.at, line.end, true);
        if (line.at < line.end)
            find_signs(dialect->signs, &line, &found);
        text = newline ? newline + 1 : end;
    }
    for (unsigned i = 0; dialect->signs[i].pattern; i++)
        if (found >> i & 1)
            likeness += dialect->signs[i].weight;
    return likeness;
}

struct recognition dialect_recognition(const char *text, size_t length)
{
    struct recognition found = {.likeness = LIKELY - 1};

    for (unsigned i = 0; dialects[i]; i++) {
        const int likeness = dialect_likeness(dialects[i], text, length);
        if (likeness > found.likeness)
            found = (struct recognition){dialects[i], NULL, likeness};
        else if (found.dialect && likeness == found.likeness)
            found.rival = dialects[i];
    }
    return found;
}

const struct dialect *dialect_recognise(const char *text, size_t length)
{
    return dialect_recognition(text, length).dialect;
}

const struct dialect *dialect_by_name(const char *name)
{
    for (unsigned i = 0; dialects[i]; i++)
        if (strcmp(dialects[i]->name, name) == 0)
            return dialects[i];
    return NULL;
}
