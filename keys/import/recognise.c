/* Recognises the dialect of a configuration by its statements.
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

static bool is_brace(char c)
{
    return c == '{' || c == '}';
}

/* Returns the end of the word at AT. Between BRACES, a brace is a word of its own, and a semicolon
 * ends a word. */
static const char *word_end(const char *at, const char *end, bool braces)
{
    const char *start = at;
    while (at < end && !g_ascii_isspace(*at) && !(braces && is_brace(*at)))
        if (*at++ == ';' && braces)
            return at;
    return at == start && at < end ? at + 1 : at;
}

static const char *skip_spaces(const char *at, const char *end)
{
    while (at < end && g_ascii_isspace(*at))
        at++;
    return at;
}

/* Returns true if the first words between AT and END match PATTERN. */
static bool statement_fits(const char *at, const char *end, const char *pattern, bool braces)
{
    while (*pattern) {
        const size_t pattern_length = strcspn(pattern, " ");
        const char *word = skip_spaces(at, end);
        if (word == end)
            return false;
        at = word_end(word, end, braces);
        if (!word_fits(word, (size_t)(at - word), pattern, pattern_length))
            return false;
        pattern += pattern_length + strspn(pattern + pattern_length, " ");
    }
    return true;
}

/* A statement from its first word AT to END, after INDENTATION spaces. */
struct passage {
    const char *at, *end;
    size_t indentation;
};

/* The search of a text for the signs of DIALECT. Each sign has a bit. */
struct search {
    const struct dialect *dialect;
    uint64_t by_letter[256]; /* the signs of statements that may begin with that byte */
    uint64_t found;
};

static struct search search_for(const struct dialect *dialect)
{
    struct search search = {.dialect = dialect};
    for (unsigned i = 0; dialect->signs[i].pattern; i++) {
        const char *first = dialect->signs[i].pattern;
        first += strspn(first, " ");
        for (unsigned letter = 0; *first == '*' && letter < 256; letter++)
            search.by_letter[letter] |= (uint64_t)1 << i;
        search.by_letter[(unsigned char)*first] |= (uint64_t)1 << i;
    }
    return search;
}

/* Adds to the found signs those that match PASSAGE. */
static void find_signs(struct search *search, const struct passage *passage)
{
    uint64_t left = search->by_letter[(unsigned char)*passage->at] & ~search->found;
    for (; left; left &= left - 1) {
        const int i = __builtin_ctzll(left);
        const char *pattern = search->dialect->signs[i].pattern;
        const size_t indentation = *pattern == ' ' ? strspn(pattern, " ") : 0;
        if ((indentation == 0 || indentation == passage->indentation) &&
            statement_fits(passage->at, passage->end, pattern + indentation,
                           search->dialect->braces))
            search->found |= (uint64_t)1 << i;
    }
}

static const char *line_end(const char *at, const char *end)
{
    const char *newline = memchr(at, '\n', (size_t)(end - at));
    return newline ? newline : end;
}

static void find_in_lines(struct search *search, const char *at, const char *end)
{
    for (const char *next; at < end; at = next < end ? next + 1 : end) {
        next = line_end(at, end);
        const char *first = skip_spaces(at, next);
        if (first < next)
            find_signs(search, &(struct passage){first, next, (size_t)(first - at)});
    }
}

/* Returns the first "{", "}", ";" or newline between AT and END that is not in quotes, or END.
 * Quotes end on their line; a mark without a second one is literal. */
static const char *statement_end(const char *at, const char *end)
{
    for (; at < end && *at != '\n' && *at != ';' && !is_brace(*at); at++) {
        const char *quote = *at == '"' ? at + 1 : end;
        while (quote < end && *quote != '"' && *quote != '\n')
            quote++;
        if (quote < end && *quote == '"')
            at = quote;
    }
    return at;
}

/* Statements begin at the start of a line, and after "{", "}" and ";". The words of one may be on
 * several lines. */
static void find_in_braces(struct search *search, const char *at, const char *end)
{
    for (const char *next; (at = skip_spaces(at, end)) < end; at = next < end ? next + 1 : end) {
        find_signs(search, &(struct passage){at, end, 0});
        next = *at == '#' ? line_end(at, end) : statement_end(at, end);
    }
}

int dialect_likeness(const struct dialect *dialect, const char *text, size_t length)
{
    struct search search = search_for(dialect);
    int likeness = 0;

    (dialect->braces ? find_in_braces : find_in_lines)(&search, text, text + length);
    for (unsigned i = 0; dialect->signs[i].pattern; i++)
        if (search.found >> i & 1)
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
