/* The banners of Cisco's systems and their relatives.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "banner.h"

#include <string.h>

static const struct word eof = {"EOF", 3, 0}, none = {"", 0, 0};

/* Returns LINE without its first word and the spaces around that. */
static struct word skip_word(struct word line)
{
    const char *end = line.at + line.length;
    while (line.at < end && g_ascii_isspace(*line.at))
        line.at++;
    while (line.at < end && !g_ascii_isspace(*line.at))
        line.at++;
    while (line.at < end && g_ascii_isspace(*line.at))
        line.at++;
    return (struct word){line.at, (size_t)(end - line.at), 0};
}

/* Without text after the command (Arista), the mark is a line "EOF". Otherwise it is the first
 * character of the text, or "^C" as Cisco writes it. */
struct word banner_mark(struct word line)
{
    if (!word_begins(line, "banner") || (line.length > 6 && !g_ascii_isspace(line.at[6])))
        return none;
    const struct word text = skip_word(skip_word(line));
    if (text.length == 0)
        return eof;
    const struct word mark = {text.at, text.length > 1 && *text.at == '^' ? 2 : 1, 0};
    const struct word behind = {text.at + mark.length, text.length - mark.length, 0};
    return banner_ends(behind, mark) ? none : mark;
}

bool banner_ends(struct word line, struct word mark)
{
    return word_equal(&mark, &eof) ? word_is(line, "EOF")
                                   : memmem(line.at, line.length, mark.at, mark.length) != NULL;
}

bool banner_covers(struct word *mark, struct word line, struct word rest)
{
    const bool covers = mark->length > 0;
    if (!covers)
        *mark = banner_mark(line);
    else if (banner_ends(line, *mark))
        *mark = none;
    if (!covers && mark->length > 0 && !memmem(rest.at, rest.length, mark->at, mark->length))
        *mark = none;
    return covers;
}
