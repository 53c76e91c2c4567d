/* Repairs the lines of a configuration that were damaged on their way into a file.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "repair.h"

#include "keys/import/line.h"

#include <string.h>

/* Characters that look like others, or like none. */
static const struct {
    const char *character, *ascii;
} lookalikes[] = {
    {"\u00a0", " "}, {"\u2007", " "}, {"\u202f", " "}, {"\u2002", " "}, {"\u2003", " "},
    {"\u2009", " "}, {"\u200b", ""},  {"\u200c", ""},  {"\u200d", ""},  {"\u200e", ""},
    {"\u2060", ""},  {"\ufeff", ""},  {"\u00ad", ""},  {"\u2010", "-"}, {"\u2011", "-"},
    {"\u2012", "-"}, {"\u2013", "-"}, {"\u2014", "-"}, {"\u2212", "-"},
};

/* The words before a secret. */
static const char *const secret_words[] = {
    "password",       "passwd",      "authentication-key", "md5-password",
    "md5_password",   "tcp-md5-key", "key-string",         "auth-password",
    "secret",         "clear",       "encrypted",          "cipher",
    "simple",         "plain-text",  "password-inherit",   "authentication-password",
    "md5-key",        "auth-key",    "secret-key",         "tcp-password",
    "tcp-md5-secret", "key",
};

/* Returns the look-alike at AT, or the number of them. */
static unsigned lookalike_at(const char *at, const char *end)
{
    unsigned i = 0;
    if ((signed char)*at >= 0) /* ASCII */
        return G_N_ELEMENTS(lookalikes);
    while (i < G_N_ELEMENTS(lookalikes) && !line_begins(at, end, lookalikes[i].character))
        i++;
    return i;
}

static const char *skip_blanks(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t'))
        at++;
    return at;
}

static bool has_word(const char *at, const char *end, const char *word)
{
    const size_t length = strlen(word);
    for (; (size_t)(end - at) >= length; at++)
        if (g_ascii_strncasecmp(at, word, length) == 0)
            return true;
    return false;
}

/* Returns true if the line between AT and END has a capital in its first word, and may have a
 * key. */
static bool is_capitalised(const char *at, const char *end)
{
    static const char *const words[] = {"password", "neighbor", "peer", "-key"};
    const char *first = skip_blanks(at, end);
    bool capital = false, ours = false;
    for (at = first; at < end && *at != ' ' && !capital; at++)
        capital = g_ascii_isupper(*at);
    for (unsigned i = 0; i < G_N_ELEMENTS(words) && capital; i++)
        ours |= has_word(first, end, words[i]);
    return ours;
}

/* Returns the mark before the line at AT, "> ", "| " or "* ", or "`"; NULL if there is none. */
static const char *find_mark(const char *at, const char *end)
{
    const char *mark = skip_blanks(at, end);
    if (mark == end || !memchr(">|*`", *mark, 4))
        return NULL;
    return *mark == '`' || (mark + 1 < end && mark[1] == ' ') ? mark : NULL;
}

static bool has_lookalike(const char *at, const char *end)
{
    while (at < end && lookalike_at(at, end) == G_N_ELEMENTS(lookalikes))
        at++;
    return at < end;
}

static bool is_ascii(const struct text *text)
{
    char bits = 0;
    for (size_t i = 0; i < text->length; i++)
        bits |= text->bytes[i];
    return (signed char)bits >= 0;
}

/* Appends the line between AT and END as it was. */
static void append_repaired(struct text *repaired, const char *at, const char *end)
{
    const char *mark = find_mark(at, end);
    const bool small = is_capitalised(at, end);
    for (; at < end; at++) {
        const unsigned index = lookalike_at(at, end);
        const char byte = at == mark ? ' ' : small ? g_ascii_tolower(*at) : *at;
        if (index < G_N_ELEMENTS(lookalikes)) {
            text_add(repaired, lookalikes[index].ascii);
            at += strlen(lookalikes[index].character) - 1;
        } else {
            text_append(repaired, &byte, 1);
        }
    }
}

bool repair_characters(const struct text *text, struct text *repaired)
{
    const char *end = text->bytes + text->length;
    const bool is_plain = is_ascii(text);

    for (const char *at = text->bytes, *next; at < end; at = next + 1) {
        next = line_end(at, end);
        const bool is_damaged = find_mark(at, next) || is_capitalised(at, next) ||
                                (!is_plain && has_lookalike(at, next));
        if (repaired->length == 0 && !is_damaged)
            continue; /* most files have no such line */
        if (repaired->length == 0)
            text_append(repaired, text->bytes, (size_t)(at - text->bytes));
        append_repaired(repaired, at, next);
        text_append(repaired, next, next < end);
    }
    return repaired->length > 0;
}

/* Returns true if the line between AT and END ends with a word such as "password", after which a
 * secret should follow. */
static bool lacks_secret(const char *at, const char *end)
{
    while (end > at && end[-1] && strchr(" \t\r\\=", end[-1]))
        end--;
    const char *word = end;
    while (word > at && !g_ascii_isspace(word[-1]))
        word--;
    for (unsigned i = 0; i < G_N_ELEMENTS(secret_words); i++)
        if (word < end && *secret_words[i] == *word &&
            strlen(secret_words[i]) == (size_t)(end - word) &&
            memcmp(word, secret_words[i], (size_t)(end - word)) == 0)
            return true;
    return false;
}

/* Returns true if the line between AT and END is a command "set" or the like. */
static bool is_command(const char *at, const char *end)
{
    static const char *const commands[] = {"set ",      "delete ", "deactivate ",
                                           "activate ", "edit ",   "rename ",
                                           "copy ",     "insert ", "replace "};
    for (unsigned i = 0; i < G_N_ELEMENTS(commands); i++)
        if (line_begins(at, end, commands[i]))
            return true;
    return false;
}

static bool is_mostly_commands(const struct text *text)
{
    const char *end = text->bytes + text->length;
    unsigned lines = 0, commands = 0;
    for (const char *at = text->bytes, *next; at < end; at = next + 1) {
        next = line_end(at, end);
        lines += skip_blanks(at, next) < next;
        commands += is_command(at, next);
    }
    return commands > lines / 2;
}

/* A line that is being joined with the ones after it. */
struct joined {
    const char *start, *end; /* of the line before, without spaces at its end */
    bool commands;           /* the lines are commands */
    unsigned breaks;         /* the newlines that the joined lines lack so far */
};

/* Returns true if the line between AT and END continues the one before. */
static bool continues(const struct joined *joined, const char *at, const char *end)
{
    const char *first = skip_blanks(at, end);
    if (!joined->start || first == end || *first == '#' || *first == '!' || *first == '}')
        return false;
    if (lacks_secret(joined->start, joined->end))
        return joined->end[-1] != '=' || !line_begins(first, end, "add ");
    return joined->commands && !is_command(first, end) && *first != '[' &&
           (joined->breaks > 0 || is_command(joined->start, joined->end));
}

static void append_breaks(struct text *repaired, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        text_append(repaired, "\n", 1);
}

bool repair_breaks(const struct text *text, struct text *repaired, GHashTable *lines)
{
    const char *end = text->bytes + text->length;
    struct joined joined = {.commands = is_mostly_commands(text)};
    unsigned number = 1, first = 1;

    for (const char *at = text->bytes, *next; at < end; at = next + 1, number++) {
        next = line_end(at, end);
        const bool continued = continues(&joined, at, next);
        first = continued ? first : number;
        if (continued) {
            if (repaired->length == 0) /* the lines so far stay as they are */
                text_append(repaired, text->bytes, (size_t)(joined.end - text->bytes));
            if (joined.end[-1] != '=')
                text_append(repaired, " ", 1);
            at = skip_blanks(at, next);
            joined.breaks++;
            g_hash_table_add(lines, GUINT_TO_POINTER(first));
        } else if (repaired->length > 0) {
            append_breaks(repaired, joined.breaks + 1);
            joined.breaks = 0;
        }
        joined.start = at;
        joined.end = next;
        while (joined.end > at && (g_ascii_isspace(joined.end[-1]) || joined.end[-1] == '\\'))
            joined.end--;
        if (repaired->length > 0)
            text_append(repaired, at, (size_t)(joined.end - at));
    }
    if (repaired->length > 0)
        append_breaks(repaired, joined.breaks + 1);
    return repaired->length > 0;
}
