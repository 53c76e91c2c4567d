/* The lines of a text, between two addresses.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_LINE_H
#define TCPAUTH_KEYS_IMPORT_LINE_H

#include <glib.h>
#include <stdbool.h>
#include <string.h>

/* Returns the newline that ends the line at AT, or END, where the text ends. */
static inline const char *line_end(const char *at, const char *end)
{
    const char *newline = memchr(at, '\n', (size_t)(end - at));
    return newline ? newline : end;
}

/* Returns the end of the line at AT without a carriage return. Sets *NEXT to its newline, or to
 * END.
 */
static inline const char *line_content_end(const char *at, const char *end, const char **next)
{
    *next = line_end(at, end);
    return *next > at && (*next)[-1] == '\r' ? *next - 1 : *next;
}

/* Returns the first character between AT and END that is no space or the like, or END. */
static inline const char *line_skip_spaces(const char *at, const char *end)
{
    while (at < end && g_ascii_isspace(*at))
        at++;
    return at;
}

/* Returns true if the text between AT and END begins with WORDS. */
static inline bool line_begins(const char *at, const char *end, const char *words)
{
    const size_t length = strlen(words);
    return (size_t)(end - at) >= length && memcmp(at, words, length) == 0;
}

#endif
