/* Matches the patterns of shells.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glob.h"

/* Returns true if C is among the characters in brackets. *AT is the text after the "["; the
 * function moves it past the "]". Returns false and sets *AT to NULL if the "]" is missing. */
static bool in_brackets(const char **at, const char *end, char c)
{
    const char *start = *at;
    const bool others = start < end && (*start == '!' || *start == '^');
    bool found = false;

    start += others;
    for (*at = start; *at < end && (**at != ']' || *at == start); ++*at) {
        const char from = **at;
        if (end - *at > 2 && (*at)[1] == '-' && (*at)[2] != ']')
            *at += 2;
        found = found || (from <= c && c <= **at);
    }
    *at = *at < end ? *at + 1 : NULL;
    return *at && found != others;
}

/* Returns true if the pattern's next element, which is not a "*", names C. Moves *AT past the
 * element. */
static bool fits_one(const char **at, const char *end, char c)
{
    const char *start = (*at)++;
    if (*start == '?')
        return true;
    if (*start == '[') {
        const bool found = in_brackets(at, end, c);
        if (*at)
            return found;
        *at = start + 1; /* an unclosed bracket is a literal character */
    } else if (*start == '\\' && *at < end) {
        return *(*at)++ == c;
    }
    return *start == c;
}

/* If the rest does not fit, only the last "*" is extended by a character; extending an earlier one
 * cannot help. */
bool glob_fits(struct word pattern, struct word word)
{
    const char *at = pattern.at, *end = pattern.at + pattern.length, *behind_star = NULL;
    const char *text = word.at, *text_end = word.at + word.length, *resumed = NULL;

    while (text < text_end) {
        const char *next = at;
        if (at < end && *at == '*') {
            behind_star = ++at;
            resumed = text;
        } else if (at < end && fits_one(&next, end, *text)) {
            at = next;
            text++;
        } else if (behind_star) {
            at = behind_star;
            text = ++resumed;
        } else {
            return false;
        }
    }
    while (at < end && *at == '*')
        at++;
    return at == end;
}
