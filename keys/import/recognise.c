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

/* Returns true if the words between AT and END begin with those of PATTERN. */
static bool words_fit(const char *at, const char *end, const char *pattern, bool braces)
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

/* A sign that a statement may match, and the index of its dialect and its own index there. */
struct clue {
    const char *first;  /* its first word */
    size_t length;      /* of its first word, without the "*" at its end */
    bool is_start;      /* there is a "*" */
    const char *rest;   /* its other words */
    size_t indentation; /* the number of spaces before it; 0 for any */
    unsigned dialect, sign;
};

/* The signs of all dialects with braces, or of those without (struct clue), by the first byte of
 * the statements that may match them. */
struct clues {
    bool braces;
    GArray *by_letter[256];
};

static void add_clue(const struct clues *clues, unsigned dialect, unsigned sign)
{
    const char *pattern = dialects[dialect]->signs[sign].pattern;
    const size_t spaces = strspn(pattern, " "), length = strcspn(pattern + spaces, " ");
    const char *rest = pattern + spaces + length;
    const bool is_start = rest[-1] == '*';
    const struct clue clue = {
        pattern + spaces, length - is_start, is_start, rest + strspn(rest, " "),
        spaces,           dialect,           sign};

    const unsigned first = clue.length > 0 ? (unsigned char)*clue.first : 0,
                   last = clue.length > 0 ? first : G_N_ELEMENTS(clues->by_letter) - 1;
    for (unsigned letter = first; letter <= last; letter++)
        g_array_append_val(clues->by_letter[letter], clue);
}

static struct clues *clues_new(bool braces)
{
    struct clues *clues = g_new0(struct clues, 1);
    clues->braces = braces;
    for (unsigned letter = 0; letter < G_N_ELEMENTS(clues->by_letter); letter++)
        clues->by_letter[letter] = g_array_new(FALSE, FALSE, sizeof(struct clue));
    for (unsigned i = 0; dialects[i]; i++)
        for (unsigned sign = 0; dialects[i]->braces == braces && dialects[i]->signs[sign].pattern;
             sign++)
            add_clue(clues, i, sign);
    return clues;
}

/* Returns the clues of the dialects with BRACES, or of those without. They are kept until the
 * program ends. */
static const struct clues *clues_of(bool braces)
{
    static struct clues *kept[2];
    if (g_once_init_enter(&kept[braces]))
        g_once_init_leave(&kept[braces], clues_new(braces));
    return kept[braces];
}

/* The search of a text for signs. FOUND has an element for each dialect, with a bit for each
 * sign. */
struct search {
    const struct clues *clues;
    uint64_t *found;
};

/* Adds to the found signs those that match PASSAGE. */
static void find_signs(const struct search *search, const struct passage *passage)
{
    const bool braces = search->clues->braces;
    const GArray *clues = search->clues->by_letter[(unsigned char)*passage->at];
    const char *rest = clues->len > 0 ? word_end(passage->at, passage->end, braces) : passage->at;
    const size_t length = (size_t)(rest - passage->at);

    for (unsigned i = 0; i < clues->len; i++) {
        const struct clue *clue = &g_array_index(clues, struct clue, i);
        const uint64_t bit = (uint64_t)1 << clue->sign;
        if ((clue->is_start ? length >= clue->length : length == clue->length) &&
            !(search->found[clue->dialect] & bit) &&
            (clue->indentation == 0 || clue->indentation == passage->indentation) &&
            memcmp(passage->at, clue->first, clue->length) == 0 &&
            words_fit(rest, passage->end, clue->rest, braces))
            search->found[clue->dialect] |= bit;
    }
}

static const char *line_end(const char *at, const char *end)
{
    const char *newline = memchr(at, '\n', (size_t)(end - at));
    return newline ? newline : end;
}

static void find_in_lines(const struct search *search, const char *at, const char *end)
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
static void find_in_braces(const struct search *search, const char *at, const char *end)
{
    for (const char *next; (at = skip_spaces(at, end)) < end; at = next < end ? next + 1 : end) {
        find_signs(search, &(struct passage){at, end, 0});
        next = *at == '#' ? line_end(at, end) : statement_end(at, end);
    }
}

/* Returns the signs found in TEXT, an element for each dialect. Free with g_free(). */
static uint64_t *signs_in(const char *text, size_t length)
{
    unsigned count = 0;
    while (dialects[count])
        count++;
    uint64_t *found = g_new0(uint64_t, count);
    find_in_lines(&(struct search){clues_of(false), found}, text, text + length);
    find_in_braces(&(struct search){clues_of(true), found}, text, text + length);
    return found;
}

static int weight_of(const struct sign *signs, uint64_t found)
{
    int weight = 0;
    for (; found; found &= found - 1)
        weight += signs[__builtin_ctzll(found)].weight;
    return weight;
}

struct recognition dialect_recognition(const char *text, size_t length)
{
    struct recognition recognition = {.likeness = LIKELY - 1};
    uint64_t *found = signs_in(text, length), sure = 0;

    for (unsigned i = 0; dialects[i]; i++) {
        const int likeness = weight_of(dialects[i]->signs, found[i]);
        sure |= likeness >= DIALECT_SURE ? (uint64_t)1 << i : 0;
        if (likeness > recognition.likeness)
            recognition = (struct recognition){dialects[i], NULL, likeness, 0};
        else if (recognition.dialect && likeness == recognition.likeness)
            recognition.rival = dialects[i];
    }
    recognition.sure = sure;
    g_free(found);
    return recognition;
}

const struct dialect *dialect_by_name(const char *name)
{
    for (unsigned i = 0; dialects[i]; i++)
        if (strcmp(dialects[i]->name, name) == 0)
            return dialects[i];
    return NULL;
}
