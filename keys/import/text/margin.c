/* Removes what a program wrote before each line of a configuration.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "clean.h"
#include "margin.h"

#include "keys/import/line.h"

#include <stdbool.h>
#include <string.h>

/* Few lines may begin alike by chance. */
#define FEWEST 4

/* So many lines tell that nearly all files have no margins. */
#define SAMPLE 16

/* One margin may be inside another: a table of what pssh printed. */
#define DEEPEST 4

/* Returns END without spaces before it, and without what ends a row of a table: "|", or "+" in
 * PostgreSQL. */
static const char *skip_frame(const char *at, const char *end)
{
    while (end > at && end[-1] == ' ')
        end--;
    return end > at && (end[-1] == '|' || end[-1] == '+') ? end - 1 : NULL;
}

struct counts {
    unsigned lines, marks[MARKS], changes[MARKS], frames, rules;
};

/* Returns true if the line between AT and END is below the head of a table: "-----". YAML
 * has three dashes. */
static bool is_rule(const char *at, const char *end)
{
    const char *stop = at;
    while (stop < end && *stop == '-')
        stop++;
    return stop == end && stop - at > 3;
}

/* Returns true if neither a mark nor a frame may be that of most lines. */
static bool is_hopeless(const struct counts *counts)
{
    unsigned most = counts->frames;
    for (unsigned i = MARK_COMMIT; i < MARKS; i++)
        most = MAX(most, counts->marks[i]);
    return most < counts->lines / 3;
}

static struct counts counts_of(const struct text *text)
{
    struct counts counts = {0};
    char *identities[MARKS] = {NULL};
    const char *end = text->bytes + text->length;
    for (const char *at = text->bytes, *next; at < end; at = next + 1) {
        const char *stop = line_content_end(at, end, &next);
        if (stop == at)
            continue;
        const struct margin margin = margin_find(at, stop);
        counts.lines++;
        counts.marks[margin.mark]++;
        counts.frames += skip_frame(at, stop) != NULL;
        counts.rules += is_rule(at, stop);
        if (counts.lines == SAMPLE && is_hopeless(&counts))
            break;
        if (!margin.mark)
            continue;
        char *identity = margin_identity(at, &margin), **latest = &identities[margin.mark];
        counts.changes[margin.mark] += *latest && strcmp(*latest, identity) != 0;
        g_free(*latest);
        *latest = identity;
    }
    for (unsigned i = 0; i < MARKS; i++)
        g_free(identities[i]);
    return counts;
}

/* Returns the mark of the margin that nearly all lines have, or MARK_NONE. */
static enum mark common_mark(const struct counts *counts)
{
    for (unsigned i = MARK_COMMIT; i < MARKS && !is_hopeless(counts); i++) {
        const unsigned rest = counts->lines - counts->marks[i],
                       most = counts->lines / (i == MARK_COMMAND ? 2 : 10) +
                              (i == MARK_BAR ? FEWEST : 1); /* the head of a table */
        if (counts->marks[i] >= FEWEST && rest <= most &&
            counts->changes[i] <= (i == MARK_BRACKET ? 0 : counts->marks[i] / 5))
            return i;
    }
    return MARK_NONE;
}

/* Moves the field of a table in quotes between AT and END, whose quotes inside are two, to TO.
 * Returns the new end. */
static char *move_quoted(char *to, const char *at, const char *end)
{
    for (; at < end; at++) {
        *to++ = *at;
        at += *at == '"' && at + 1 < end && at[1] == '"';
    }
    return to;
}

/* Removes the margins that end with MARK, or none. A table may have FRAMES at the ends of lines. */
static void remove_margins(struct text *text, enum mark mark, bool frames, GArray *lines)
{
    char *to = text->bytes, *latest = NULL;
    const char *end = text->bytes + text->length;
    unsigned number = 1;
    for (const char *at = text->bytes, *next; at < end; at = next + 1, number++) {
        const char *content = line_content_end(at, end, &next);
        const struct margin found = margin_find(at, content);
        const bool is_margin = content > at && mark != MARK_NONE && found.mark == mark;
        const char *start = is_margin ? found.rest : at, *stop = is_margin ? found.end : content;
        const char *frame = frames ? skip_frame(start, stop) : NULL;
        if (is_margin) {
            char *identity = margin_identity(at, &found);
            if (latest && strcmp(latest, identity) != 0)
                g_array_append_val(lines, number);
            g_free(latest);
            latest = identity;
        }
        stop = frame ? frame : stop;
        while (frame && stop > start && stop[-1] == ' ')
            stop--;
        const size_t length = (size_t)(stop - start),
                     rest = MIN((size_t)(end - content), (size_t)(next + 1 - content));
        if (mark == MARK_COLUMN && length >= 2 && *start == '"' && stop[-1] == '"') {
            to = move_quoted(to, start + 1, stop - 1);
        } else {
            memmove(to, start, length);
            to += length;
        }
        memmove(to, content, rest);
        to += rest;
    }
    g_free(latest);
    text_end(text, to);
}

void margin_clean(struct text *text, GArray *lines)
{
    for (unsigned i = 0; i < DEEPEST && text->length > 0; i++) {
        const struct counts counts = counts_of(text);
        const enum mark mark = common_mark(&counts);
        const bool is_column = mark == MARK_NONE && counts.rules > 0, /* PostgreSQL's only one */
            frames = (mark == MARK_BAR || is_column) && counts.frames >= counts.lines / 2;
        if (mark == MARK_NONE && !frames)
            return;
        remove_margins(text, mark, frames, lines);
    }
}
