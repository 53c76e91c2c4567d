/* The banners of Cisco's systems and their relatives, and of VRP.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "banner.h"

#include "keys/import/line.h"

#include <string.h>

static const struct word eof = {"EOF", 3, 0}, none = {"", 0, 0};

/* Returns LINE without its first word and the spaces around that. */
static struct word skip_word(struct word line)
{
    const char *end = line.at + line.length, *at = line_skip_spaces(line.at, end);
    while (at < end && !g_ascii_isspace(*at))
        at++;
    at = line_skip_spaces(at, end);
    return (struct word){at, (size_t)(end - at), 0};
}

static bool begins_with(struct word line, const char *word)
{
    const size_t length = strlen(word);
    return line.length >= length && *line.at == *word && memcmp(line.at, word, length) == 0 &&
           (line.length == length || g_ascii_isspace(line.at[length]));
}

/* Returns the text in LINE if it is "header login information TEXT", as VRP writes it, or "header
 * login TEXT", as Comware does; otherwise an empty word. */
static struct word header_text(struct word line)
{
    static const char *const kinds[] = {"incoming", "legal", "login", "motd", "shell"};
    const struct word kind = skip_word(line), text = skip_word(kind);
    for (unsigned i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (begins_with(kind, kinds[i]))
            return begins_with(text, "information") ? skip_word(text) : text;
    return none;
}

/* Returns true if LINE is the last one of a banner that MARK ends. */
static bool ends(struct word line, struct word mark)
{
    return word_equal(&mark, &eof) ? word_is(line, "EOF")
                                   : memmem(line.at, line.length, mark.at, mark.length) != NULL;
}

/* Returns the mark that ends the banner which begins at LINE, or an empty word if LINE begins none,
 * or ends it itself. Without text after the command (Arista), the mark is a line "EOF". Otherwise
 * it is the first character of the text, or "^C" as Cisco writes it. */
static struct word mark_of(struct word line)
{
    const bool is_banner = begins_with(line, "banner");
    if (!is_banner && !begins_with(line, "header"))
        return none;
    const struct word text = is_banner ? skip_word(skip_word(line)) : header_text(line);
    if (text.length == 0)
        return is_banner ? eof : none;
    const struct word mark = {text.at, text.length > 1 && *text.at == '^' ? 2 : 1, 0};
    const struct word behind = {text.at + mark.length, text.length - mark.length, 0};
    return ends(behind, mark) ? none : mark;
}

/* Returns MARK, or an empty word if it is not in REST. That of another banner would be: its line
 * contains it. So REST is searched in vain only once for each mark, if the missing "EOF" is
 * remembered. */
static struct word mark_within(struct banner *banner, struct word mark, struct word rest)
{
    const bool is_eof = word_equal(&mark, &eof);

    if (mark.length == 0 || (is_eof && banner->is_endless))
        return none;
    if (memmem(rest.at, rest.length, mark.at, mark.length))
        return mark;
    banner->is_endless |= is_eof;
    return none;
}

bool banner_covers(struct banner *banner, struct word line, struct word rest)
{
    const bool covers = banner->mark.length > 0;

    if (!covers)
        banner->mark = mark_within(banner, mark_of(line), rest);
    else if (ends(line, banner->mark))
        banner->mark = none;
    return covers;
}
