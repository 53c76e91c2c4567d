/* Adds the semicolons that lines of a configuration lack.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "repair.h"

#include "keys/import/line.h"

#include <string.h>

/* Returns the end of the line between AT and END without a comment and spaces; AT if only a comment
 * is there. */
static const char *statement_end(const char *at, const char *end)
{
    const char *comment = line_find(at, end, "## "), *first = line_skip_spaces(at, end);
    end = comment ? comment : end;
    end = line_trim(at, end);
    return first < end && !memchr("#/*", *first, 3) ? end : at;
}

/* Returns true if most statements of TEXT, but not all, end with semicolons. */
static bool lacks_semicolons(const struct text *text)
{
    const char *end = text->bytes + text->length;
    unsigned semicolons = 0, others = 0;
    for (const char *at = text->bytes, *next; at < end; at = next + 1) {
        next = line_end(at, end);
        const char *stop = statement_end(at, next);
        const bool ends = stop > at && memchr("{}", stop[-1], 2);
        semicolons += stop > at && stop[-1] == ';';
        others += stop > at && stop[-1] != ';' && !ends;
    }
    return others > 0 && others < semicolons;
}

bool repair_ends(const struct text *text, struct text *repaired, GHashTable *lines)
{
    const char *end = text->bytes + text->length;
    unsigned number = 1;
    if (!lacks_semicolons(text))
        return false;
    for (const char *at = text->bytes, *next; at < end; at = next + 1, number++) {
        next = line_end(at, end);
        const char *stop = statement_end(at, next);
        const bool lacks = stop > at && !memchr(";{}", stop[-1], 3);
        text_append(repaired, at, (size_t)((lacks ? stop : next) - at));
        if (lacks) {
            text_append(repaired, ";", 1);
            text_append(repaired, stop, (size_t)(next - stop));
            g_hash_table_add(lines, GUINT_TO_POINTER(number));
            g_hash_table_add(lines, GUINT_TO_POINTER(number + 1));
        }
        text_append(repaired, next, next < end);
    }
    return true;
}
