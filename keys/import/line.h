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

/* Returns the first character between AT and END that is neither a space nor a tab, or END. */
static inline const char *line_skip_blanks(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t'))
        at++;
    return at;
}

/* Returns the first character between AT and END that is no digit, or END. */
static inline const char *line_skip_digits(const char *at, const char *end)
{
    while (at < end && g_ascii_isdigit(*at))
        at++;
    return at;
}

/* Returns the end of the text between AT and END without the spaces and the like at its end. */
static inline const char *line_trim(const char *at, const char *end)
{
    while (end > at && g_ascii_isspace(end[-1]))
        end--;
    return end;
}

/* Returns true if the text between AT and END begins with WORDS. */
static inline bool line_begins(const char *at, const char *end, const char *words)
{
    const size_t length = strlen(words);
    return (size_t)(end - at) >= length && memcmp(at, words, length) == 0;
}

/* Returns true if it begins with one of CHOICES, which end with NULL. */
static inline bool line_begins_any(const char *at, const char *end, const char *const *choices)
{
    while (*choices && !line_begins(at, end, *choices))
        choices++;
    return *choices != NULL;
}

/* Returns true if the text between AT and END ends with WORDS. */
static inline bool line_ends(const char *at, const char *end, const char *words)
{
    const size_t length = strlen(words);
    return (size_t)(end - at) >= length && memcmp(end - length, words, length) == 0;
}

/* Returns the first WORDS between AT and END, or NULL. */
static inline const char *line_find(const char *at, const char *end, const char *words)
{
    return memmem(at, (size_t)(end - at), words, strlen(words));
}

#endif
