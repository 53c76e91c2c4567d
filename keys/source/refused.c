/* Files that have a configuration in a form in which its lines cannot be read safely.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "refused.h"

#include "keys/import/line.h"

#include <glib.h>
#include <stdbool.h>

/* Returns true if the line between AT and END is twice the same text with a wide gap between, which
 * has a tab or at least three spaces. */
static bool is_doubled(const char *at, const char *end)
{
    const char *gap = at, *gap_end = at;
    end = line_trim(at, end);
    at = line_skip_spaces(at, end);
    for (const char *c = at, *stop; c < end; c = stop + 1) {
        for (stop = c; stop < end && g_ascii_isspace(*stop); stop++) {
        }
        if (stop - c > gap_end - gap) {
            gap = c;
            gap_end = stop;
        }
    }
    const size_t length = (size_t)(gap - at);
    const bool is_wide = gap_end - gap >= 3 || memchr(gap, '\t', (size_t)(gap_end - gap));
    return is_wide && length > 0 && length == (size_t)(end - gap_end) &&
           memcmp(at, gap_end, length) == 0;
}

/* So many lines tell that nearly all files are something else. */
#define SAMPLE 16

/* Returns true if most lines of TEXT are doubled, as diff -y prints lines that do not differ. */
static bool is_side_by_side(const struct text *text)
{
    const char *end = text->bytes + text->length;
    unsigned lines = 0, doubled = 0;
    for (const char *at = text->bytes, *next; at < end; at = next + 1) {
        next = line_end(at, end);
        lines += next > at;
        doubled += is_doubled(at, next);
        if (lines == SAMPLE && doubled < SAMPLE / 4)
            return false;
    }
    return doubled > 2 && doubled > lines / 2;
}

const char *refused_reason(const struct text *text)
{
    if (line_begins(text->bytes, text->bytes + text->length, "{\\rtf"))
        return "it is a document in RTF; save it as plain text";
    if (is_side_by_side(text))
        return "it shows two files side by side, with long lines cut off, as diff -y does; save "
               "one of them";
    return NULL;
}
