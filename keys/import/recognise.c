/* Recognises the dialect of a configuration by its statements.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "dialect.h"
#include "line.h"

#include <string.h>

/* The weight of a line that only routers have, of whatever vendor, such as "router bgp". */
#define LIKELY 25

/* A word of a statement, or one of a sign without the "*" at its end. */
struct piece {
    const char *at;
    size_t length;
    bool is_start; /* of a sign: there is a "*" */
};

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

/* As many words as the longest sign has. */
#define MAX_WORDS 7

/* A statement up to END, after INDENTATION spaces. Its words are found when they are first needed;
 * REST is the text after them. */
struct passage {
    const char *rest, *end;
    size_t indentation;
    unsigned count;
    struct piece words[MAX_WORDS];
};

/* A sign that a statement may match, and the index of its dialect and its own index there. */
struct clue {
    unsigned count; /* of its words */
    struct piece words[MAX_WORDS];
    size_t indentation; /* the number of spaces before it; 0 for any */
    unsigned dialect, sign;
};

/* The signs of all dialects with braces, or of those without (struct clue), by the first byte of
 * the statements that may match them. */
struct clues {
    bool braces;
    GArray *by_letter[256];
};

/* Returns the next word of *PATTERN, and moves *PATTERN past it. */
static struct piece next_piece(const char **pattern)
{
    const size_t length = strcspn(*pattern, " ");
    const bool is_start = (*pattern)[length - 1] == '*';
    const struct piece piece = {*pattern, length - is_start, is_start};
    *pattern += length + strspn(*pattern + length, " ");
    return piece;
}

static void add_clue(const struct clues *clues, const char *pattern, unsigned dialect,
                     unsigned sign)
{
    struct clue clue = {.indentation = strspn(pattern, " "), .dialect = dialect, .sign = sign};
    pattern += clue.indentation;
    while (*pattern && clue.count < G_N_ELEMENTS(clue.words))
        clue.words[clue.count++] = next_piece(&pattern);
    const struct piece *word = &clue.words[0];
    const unsigned first = word->length > 0 ? (unsigned char)*word->at : 0,
                   last = word->length > 0 ? first : G_N_ELEMENTS(clues->by_letter) - 1;
    for (unsigned letter = first; letter <= last; letter++)
        g_array_append_vals(clues->by_letter[letter], &clue, 1);
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
            add_clue(clues, dialects[i]->signs[sign].pattern, i, sign);
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

/* Returns the word of PASSAGE at INDEX, or NULL if there is none. The words before it were found.
 */
static const struct piece *word_at(struct passage *passage, unsigned index, bool braces)
{
    const char *word = passage->rest;
    if (index < passage->count)
        return &passage->words[index];
    word = line_skip_spaces(word, passage->end);
    if (word == passage->end)
        return NULL;
    passage->rest = word_end(word, passage->end, braces);
    passage->words[passage->count++] = (struct piece){word, (size_t)(passage->rest - word), false};
    return &passage->words[index];
}

static bool word_fits(const struct piece *sign, const struct piece *word)
{
    return (sign->is_start ? word->length >= sign->length : word->length == sign->length) &&
           memcmp(word->at, sign->at, sign->length) == 0;
}

/* Returns true if CLUE matches PASSAGE, whose first word does. */
static bool fits(const struct clue *clue, struct passage *passage, bool braces)
{
    if (clue->indentation > 0 && clue->indentation != passage->indentation)
        return false;
    for (unsigned i = 1; i < clue->count; i++) {
        const struct piece *word = word_at(passage, i, braces);
        if (!word || !word_fits(&clue->words[i], word))
            return false;
    }
    return true;
}

/* Adds to the found signs those that match the statement from its first word AT to END, after
 * INDENTATION spaces. */
static void find_signs(const struct search *search, const char *at, const char *end,
                       size_t indentation)
{
    struct passage passage; /* its words are not cleared, which would take most of the time */
    passage.rest = at;
    passage.end = end;
    passage.indentation = indentation;
    passage.count = 0;
    const GArray *clues = search->clues->by_letter[(unsigned char)*at];
    const struct piece *first = clues->len > 0 ? word_at(&passage, 0, search->clues->braces) : NULL;
    for (unsigned i = 0; i < clues->len; i++) {
        const struct clue *clue = &g_array_index(clues, struct clue, i);
        const uint64_t bit = (uint64_t)1 << clue->sign;
        if (word_fits(&clue->words[0], first) && !(search->found[clue->dialect] & bit) &&
            fits(clue, &passage, search->clues->braces))
            search->found[clue->dialect] |= bit;
    }
}

static void find_in_lines(const struct search *search, const char *at, const char *end)
{
    for (const char *next; at < end; at = next < end ? next + 1 : end) {
        next = line_end(at, end);
        const char *first = line_skip_spaces(at, next);
        if (first < next)
            find_signs(search, first, next, (size_t)(first - at));
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
    for (const char *next; (at = line_skip_spaces(at, end)) < end;
         at = next < end ? next + 1 : end) {
        find_signs(search, at, end, 0);
        next = *at == '#' ? line_end(at, end) : statement_end(at, end);
    }
}

/* What follows a tag of XML begins a statement, too, since all may be on one line. */
static void find_in_tags(const struct search *search, const char *at, const char *end)
{
    for (const char *stop; (at = line_skip_spaces(at, end)) < end; at = stop) {
        const char *close = memchr(at, '>', (size_t)(end - at));
        stop = close ? close + 1 : end;
        find_signs(search, at, stop, 0);
    }
}

/* No sign of JSON is longer, in bytes; the text after a name may be one long line. */
#define LONGEST_MEMBER 200

/* The names of JSON begin statements, since all may be on one line. */
static void find_in_members(const struct search *search, const char *at, const char *end)
{
    while ((at = memchr(at, '"', (size_t)(end - at)))) {
        find_signs(search, at, at + MIN(end - at, LONGEST_MEMBER), 0);
        for (at++; at < end && *at != '"'; at++)
            at += *at == '\\' && at + 1 < end;
        at += at < end;
    }
}

/* Returns the signs found in TEXT, an element for each dialect. Free with g_free(). */
static uint64_t *signs_in(const char *text, size_t length)
{
    unsigned count = 0;
    while (dialects[count])
        count++;
    uint64_t *found = g_new0(uint64_t, count);
    const struct search lines = {clues_of(false), found}, braces = {clues_of(true), found};
    const char *end = text + length, *first = line_skip_spaces(text, end);
    find_in_lines(&lines, text, end);
    find_in_braces(&braces, text, end);
    if (first < end && *first == '<') {
        find_in_tags(&lines, first, end);
        find_in_tags(&braces, first, end);
    }
    if (first < end && (*first == '{' || *first == '[')) {
        find_in_members(&lines, first, end);
        find_in_members(&braces, first, end);
    }
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
