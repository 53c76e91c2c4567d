/* A configuration in a cell of a table.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "clean.h"

#include <stdbool.h>
#include <string.h>

/* A cell that has fewer newlines is no configuration. */
#define FEWEST 3

static bool is_separator(char c)
{
    return c == ',' || c == ';' || c == '\t';
}

static bool ends_cell(const char *at, const char *end)
{
    return at == end || is_separator(*at) || *at == '\r' || *at == '\n';
}

/* Returns the end of the cell at AT: the quotation mark that ends it, or what follows a cell
 * without quotes. Returns NULL if that has one inside or does not end. */
static const char *cell_end(const char *at, const char *end)
{
    if (at == end || *at != '"') {
        while (!ends_cell(at, end) && *at != '"')
            at++;
        return ends_cell(at, end) ? at : NULL;
    }
    for (at++; at < end; at++)
        if (*at == '"' && !(at + 1 < end && at[1] == '"'))
            return ends_cell(at + 1, end) ? at : NULL;
        else
            at += *at == '"';
    return NULL;
}

static unsigned newlines_in(const char *at, const char *end)
{
    unsigned count = 0;
    for (; at < end; at++)
        count += *at == '\n';
    return count;
}

/* Returns true if TEXT is CSV with a cell of several lines. */
static bool has_cells(const struct text *text)
{
    const char *end = text->bytes + text->length;
    bool found = false;
    for (const char *at = text->bytes, *stop; at < end; at = stop + 1) {
        stop = cell_end(at, end);
        if (!stop)
            return false;
        const bool is_quoted = *at == '"';
        found |= is_quoted && newlines_in(at, stop) >= FEWEST;
        stop += is_quoted;
        stop += stop < end && *stop == '\r';
    }
    return found;
}

/* Moves the cell in quotes between AT and END, in which two stand for one, to TO. */
static char *move_cell(char *to, const char *at, const char *end)
{
    for (; at < end; at++) {
        *to++ = *at;
        at += *at == '"';
    }
    return to;
}

static void clean_cells(struct text *text, GArray *lines)
{
    const char *end = text->bytes + text->length;
    char *to = text->bytes;
    unsigned number = 1;
    bool is_later = false;
    for (const char *at = text->bytes, *stop; at < end; at = stop + 1) {
        stop = cell_end(at, end);
        const unsigned inside = newlines_in(at, stop);
        const bool is_quoted = *at == '"', is_kept = is_quoted && inside >= FEWEST;
        if (is_kept && to > text->bytes && to[-1] != '\n') { /* a second one in this row */
            *to++ = '\n';
            number++;
        }
        if (is_kept && is_later)
            g_array_append_val(lines, number);
        is_later |= is_kept;
        if (is_kept)
            to = move_cell(to, at + 1, stop);
        for (unsigned i = 0; i < inside && !is_kept; i++)
            *to++ = '\n';
        number += inside;
        stop += is_quoted;
        stop += stop < end && *stop == '\r';
        if (stop < end && *stop == '\n') {
            *to++ = '\n';
            number++;
        }
    }
    text_end(text, to);
}

void csv_clean(struct text *text, GArray *lines)
{
    if (text->length > 0 && memchr(text->bytes, '"', text->length) && has_cells(text))
        clean_cells(text, lines);
}
