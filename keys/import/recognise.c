/* Tells by its lines in which dialect a configuration is written.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "dialect.h"

#include <string.h>

#define LIKELY 30

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

/* Do the words between AT and END, a line, begin as PATTERN says? */
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

static bool any_line_fits(const char *text, size_t length, const char *pattern)
{
    const char *end = text + length;
    while (text < end) {
        const char *newline = memchr(text, '\n', (size_t)(end - text));
        const char *line_end = newline ? newline : end;
        if (line_fits(text, line_end, pattern))
            return true;
        text = newline ? newline + 1 : end;
    }
    return false;
}

int dialect_likeness(const struct dialect *dialect, const char *text, size_t length)
{
    int likeness = 0;
    for (const struct sign *sign = dialect->signs; sign->pattern; sign++)
        if (any_line_fits(text, length, sign->pattern))
            likeness += sign->weight;
    return likeness;
}

const struct dialect *dialect_recognise(const char *text, size_t length)
{
    const struct dialect *likely = NULL;
    int most = LIKELY - 1;

    for (unsigned i = 0; dialects[i]; i++) {
        const int likeness = dialect_likeness(dialects[i], text, length);
        if (likeness > most) {
            most = likeness;
            likely = dialects[i];
        }
    }
    return likely;
}

const struct dialect *dialect_by_name(const char *name)
{
    for (unsigned i = 0; dialects[i]; i++)
        if (strcmp(dialects[i]->name, name) == 0)
            return dialects[i];
    return NULL;
}
