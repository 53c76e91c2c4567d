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

/* Returns true if there is an escape at AT, as Markdown needs it before "-" and "_". */
static bool is_escape(const char *at, const char *end)
{
    return *at == '\\' && at + 1 < end && (at[1] == '-' || at[1] == '_');
}

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

static bool has_word(const char *at, const char *end, const char *word)
{
    const size_t length = strlen(word);
    for (; (size_t)(end - at) >= length; at++)
        if (g_ascii_strncasecmp(at, word, length) == 0)
            return true;
    return false;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || (signed char)c < 0; /* or a look-alike of one */
}

static const char *word_end(const char *at, const char *end)
{
    while (at < end && !is_blank(*at))
        at++;
    return at;
}

/* Returns true if the line between AT and END has a capital in its first word, and may have a
 * key. */
static bool is_capitalised(const char *at, const char *end)
{
    static const char *const words[] = {"password", "neighbor", "peer", "key", "secret", "md5"};
    const char *first = line_skip_spaces(at, end);
    bool capital = false, ours = false;
    for (at = first; at < end && !capital && !is_blank(*at); at++)
        capital = g_ascii_isupper(*at);
    for (unsigned i = 0; i < G_N_ELEMENTS(words) && capital; i++)
        ours |= has_word(first, end, words[i]);
    return ours;
}

/* Returns true if the word of LENGTH bytes at AT is one of COUNT WORDS, whatever its case. */
static bool is_among(const char *const *words, size_t count, const char *at, size_t length)
{
    bool is = false;
    for (size_t i = 0; i < count && !is; i++)
        is = strlen(words[i]) == length && g_ascii_strncasecmp(at, words[i], length) == 0;
    return is;
}

/* Gives LINE, of LENGTH bytes, small letters: in its first word and in keywords, and in all up to a
 * keyword if the first word has capitals only. */
static void make_small(char *line, size_t length)
{
    const char *end = line + length;
    char *at = line + (line_skip_spaces(line, end) - line);
    static const char *const others[] = {"neighbor", "peer", "peer-group", "remote-as", "group"};
    bool all = true, is_first = true;
    const char *first_end = word_end(at, end);
    for (const char *c = at; c < first_end; c++)
        all &= !g_ascii_islower(*c);
    for (char *stop; at < end; at = stop + 1) {
        stop = line + (word_end(at, end) - line);
        const size_t size = (size_t)(stop - at);
        const bool is_key = is_among(secret_words, G_N_ELEMENTS(secret_words), at, size),
                   is_other = is_among(others, G_N_ELEMENTS(others), at, size);
        for (char *c = at; c < stop && (is_first || all || is_key || is_other); c++)
            *c = g_ascii_tolower(*c);
        all &= !is_key;
        is_first = false;
    }
}

/* Returns the end of the prompt before a line with a neighbor or a secret: "R1#", "R1(config)#" or
 * "admin@r1> "; NULL if there is none. */
static const char *find_prompt(const char *at, const char *end)
{
    static const char *const words[] = {"neighbor ", "peer ",      "set ",       "password ",
                                        "md5-pass",  "authentica", "key-string "};
    const char *mark = at;
    while (mark < end && !is_blank(*mark) && *mark != '#' && *mark != '>')
        mark++;
    if (mark == at || mark == end || is_blank(*mark) || !g_ascii_isalnum(*at))
        return NULL;
    const char *first = line_skip_spaces(mark + 1, end);
    for (unsigned i = 0; i < G_N_ELEMENTS(words); i++)
        if (line_begins(first, end, words[i]))
            return mark + 1;
    return NULL;
}

/* Returns the mark before the line at AT, "> ", "| " or "* ", or "`"; NULL if there is none. */
static const char *find_mark(const char *at, const char *end)
{
    const char *mark = line_skip_spaces(at, end);
    if (mark == end || !memchr(">|*`", *mark, 4))
        return NULL;
    return *mark == '`' || (mark + 1 < end && mark[1] == ' ') ? mark : NULL;
}

static bool has_lookalike(const char *at, const char *end)
{
    while (at < end && lookalike_at(at, end) == G_N_ELEMENTS(lookalikes) && !is_escape(at, end))
        at++;
    return at < end;
}

/* Returns true if TEXT has neither look-alikes nor escapes. */
static bool is_plain_text(const struct text *text)
{
    const char *at = text->bytes, *end = at + text->length;
    while (at < end && (signed char)*at >= 0 && !is_escape(at, end))
        at++;
    return at == end;
}

/* Appends the line between AT and END as it was. */
static void append_repaired(struct text *repaired, const char *at, const char *end)
{
    const char *mark = find_mark(at, end), *prompt = find_prompt(at, end);
    at = prompt ? prompt : at;
    const bool small = is_capitalised(at, end);
    const size_t before = repaired->length;
    for (; at < end; at++) {
        const unsigned index = lookalike_at(at, end);
        const char byte = at == mark ? ' ' : *at;
        if (index < G_N_ELEMENTS(lookalikes)) {
            text_add(repaired, lookalikes[index].ascii);
            at += strlen(lookalikes[index].character) - 1;
        } else if (!is_escape(at, end)) {
            text_append(repaired, &byte, 1);
        }
    }
    if (small)
        make_small(repaired->bytes + before, repaired->length - before);
}

bool repair_characters(const struct text *text, struct text *repaired)
{
    const char *end = text->bytes + text->length;
    const bool is_plain = is_plain_text(text);

    for (const char *at = text->bytes, *next; at < end; at = next + 1) {
        next = line_end(at, end);
        const bool is_damaged = find_mark(at, next) || find_prompt(at, next) ||
                                is_capitalised(at, next) || (!is_plain && has_lookalike(at, next));
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
        lines += line_skip_spaces(at, next) < next;
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
    const char *first = line_skip_spaces(at, end);
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
            at = line_skip_spaces(at, next);
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
