/* What a program writes before each line of a configuration.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "clean.h"

#include "keys/import/line.h"

#include <stdbool.h>
#include <string.h>

/* No margin is wider. */
#define WIDEST 200

/* Few lines may begin alike by chance. */
#define FEWEST 4

/* So many lines tell that nearly all files have no margins. */
#define SAMPLE 16

/* One margin may be inside another: a table of what pssh printed. */
#define DEEPEST 4

/* What ends a margin. */
enum mark { MARK_NONE, MARK_COMMIT, MARK_COMMAND, MARK_COLON, MARK_BAR, MARK_BRACKET, MARK_COLUMN };
#define MARKS (MARK_COLUMN + 1)

struct margin {
    enum mark mark;
    const char *rest; /* of the line, after the margin */
    const char *end;  /* of REST, before what ends a command */
};

static const char *skip_hexadecimal(const char *at, const char *end)
{
    while (at < end && g_ascii_isxdigit(*at))
        at++;
    return at;
}

/* Returns what follows the mark before AT, a space after it included. */
static struct margin margin_to(enum mark mark, const char *at, const char *end)
{
    return (struct margin){mark, at < end && *at == ' ' ? at + 1 : at, end};
}

/* "a1b2c3d4 r1.cfg (Joe 2026-01-02 03:04:05 +0100 7) ", or less of it */
static struct margin find_commit(const char *at, const char *end)
{
    const char *hash = at < end && *at == '^' ? at + 1 : at;
    const char *stop = skip_hexadecimal(hash, end), *close = stop, *limit = MIN(end, at + WIDEST);
    if (stop - hash < 7 || stop == end || *stop != ' ')
        return (struct margin){0};
    while (close < limit && !(*close == ')' && g_ascii_isdigit(close[-1])))
        close++;
    return close < limit ? margin_to(MARK_COMMIT, close + 1, end) : (struct margin){0};
}

/* How logs of commands write one. */
static const struct {
    const char *before, *after;
} logs[] = {
    {", Command=\"", "\")"},
    {"; Command is ", ""},
    {", command '", " '"},
    {" cmd=", " <cr>"},
};

static struct margin find_command(const char *at, const char *end)
{
    struct margin margin = {0};
    if (!memmem(at, (size_t)(end - at), "ommand", 6) && !memmem(at, (size_t)(end - at), "cmd=", 4))
        return margin; /* most lines */
    for (unsigned i = 0; i < G_N_ELEMENTS(logs) && !margin.mark; i++) {
        const char *before = memmem(at, (size_t)(end - at), logs[i].before, strlen(logs[i].before));
        const size_t length = strlen(logs[i].after);
        if (!before)
            continue;
        margin = (struct margin){MARK_COMMAND, before + strlen(logs[i].before), end};
        if ((size_t)(end - margin.rest) >= length &&
            memcmp(end - length, logs[i].after, length) == 0)
            margin.end -= length;
    }
    return margin;
}

/* Returns true if the text between AT and END may be the name of a host in a column: a command such
 * as "set" may be there, too. */
static bool is_host(const char *at, const char *end)
{
    bool is_name = false;
    for (; at < end; at++) {
        is_name |= g_ascii_isdigit(*at) || *at == '.' || *at == '-' || *at == '_';
        if (!g_ascii_isalnum(*at) && !(*at && strchr(".-_", *at)))
            return false;
    }
    return is_name;
}

static const char *skip_word(const char *at, const char *end)
{
    while (at < end && *at != ' ')
        at++;
    return at < end ? at + 1 : end;
}

/* "<13>1 2026-01-02T03:04:05Z r1 logger 7 - - ": syslog of RFC 5424 without structured data */
static struct margin find_syslog(const char *at, const char *end)
{
    const char *sign = memchr(at, '>', MIN((size_t)(end - at), 5));
    if (*at != '<' || !sign || !line_begins(sign, end, ">1 "))
        return (struct margin){0};
    for (unsigned i = 0; i < 6; i++)
        at = skip_word(at, end);
    return line_begins(at, end, "- ") ? margin_to(MARK_COLON, at + 1, end) : (struct margin){0};
}

/* Returns true if only digits and spaces are between AT and END. */
static bool is_number(const char *at, const char *end)
{
    while (at < end && (g_ascii_isdigit(*at) || *at == ' '))
        at++;
    return at == end;
}

/* Returns true if a command is between AT and END, whose secret may look like a margin. */
static bool is_command(const char *at, const char *end)
{
    static const char *const words[] = {"set ",      "add ",  "delete ", "nv set ", "net add ",
                                        "neighbor ", "peer ", "router ", "/"};
    for (unsigned i = 0; i < G_N_ELEMENTS(words); i++)
        if (line_begins(at, end, words[i]))
            return true;
    return false;
}

/* Returns the margin of the line between AT and END that ends first. Numbers of lines and Cisco's
 * log of commands are for paste_clean(). */
static struct margin find_margin(const char *at, const char *end)
{
    static const char logged[] = "CFGLOG_LOGGEDCMD:";
    const char *stop = MIN(end, at + WIDEST);
    struct margin margin = find_commit(at, end);
    if (is_command(at, end))
        return margin;
    if (!margin.mark)
        margin = find_command(at, end);
    if (!margin.mark)
        margin = find_syslog(at, end);
    for (const char *c = at; c < stop && !margin.mark; c++) {
        if (!memchr(":|],;\t", *c, 6))
            continue;
        const bool ends = c + 1 == end || c[1] == ' ';
        if (*c == ':' && ends && !is_number(at, c))
            margin = memmem(at, (size_t)(stop - at), logged, strlen(logged))
                         ? (struct margin){0}
                         : margin_to(MARK_COLON, c + 1, end);
        else if (*c == '|' && ends && (c == at || c[-1] == ' '))
            margin = margin_to(MARK_BAR, c + 1, end);
        else if (*c == ']' && ends && *at == '[' && !memchr(at, '@', (size_t)(c - at)))
            margin = margin_to(MARK_BRACKET, c + 1, end);
        else if ((*c == ',' || *c == ';' || *c == '\t') && is_host(at, c))
            margin = (struct margin){MARK_COLUMN, c + 1, end};
    }
    return margin;
}

/* Returns true if the word between AT and END is part of a time or a number: "Jan", "03:04:05",
 * "<13>1", "-". An IPv4 address is none. */
static bool is_passing(const char *at, const char *end)
{
    static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDecMonTueWedThuFriSatSun";
    unsigned dots = 0;
    if (end - at == 3)
        for (const char *name = names; *name; name += 3)
            if (memcmp(at, name, 3) == 0)
                return true;
    for (const char *c = at; c < end; c++)
        dots += *c == '.';
    return at == end || (g_ascii_isdigit(*at) && dots != 3) || *at == '<' || *at == '-' ||
           *at == '+' || *at == '*';
}

/* Returns what the margin before REST of the line at AT says apart from times and numbers. Free
 * with g_free(). */
static char *identity_of(const char *at, const struct margin *margin)
{
    GString *identity = g_string_new(NULL);
    const bool varies = margin->mark == MARK_COMMIT || margin->mark == MARK_COMMAND;
    for (const char *stop; !varies && at < margin->rest; at = stop + 1) {
        stop = at;
        while (stop < margin->rest && *stop != ' ')
            stop++;
        const char *pid = memchr(at, '[', (size_t)(stop - at));
        const char *last = memchr(at, ']', (size_t)(stop - at));
        const bool has_pid = pid > at && last > pid;
        if (is_passing(at, stop))
            continue;
        g_string_append_len(identity, at, (has_pid ? pid : stop) - at);
        if (has_pid)
            g_string_append_len(identity, last + 1, stop - last - 1);
    }
    return g_string_free(identity, FALSE);
}

/* Returns END without spaces before it, and without what ends a row of a table: "|", or "+" in
 * PostgreSQL. */
static const char *skip_frame(const char *at, const char *end)
{
    while (end > at && end[-1] == ' ')
        end--;
    return end > at && (end[-1] == '|' || end[-1] == '+') ? end - 1 : NULL;
}

struct counts {
    unsigned lines, marks[MARKS], changes[MARKS], frames, rules;
};

/* Returns true if the line between AT and END is below the head of a table: "-----". YAML
 * has three dashes. */
static bool is_rule(const char *at, const char *end)
{
    const char *stop = at;
    while (stop < end && *stop == '-')
        stop++;
    return stop == end && stop - at > 3;
}

/* Returns true if neither a mark nor a frame may be that of most lines. */
static bool is_hopeless(const struct counts *counts)
{
    unsigned most = counts->frames;
    for (unsigned i = MARK_COMMIT; i < MARKS; i++)
        most = MAX(most, counts->marks[i]);
    return most < counts->lines / 3;
}

static struct counts counts_of(const struct text *text)
{
    struct counts counts = {0};
    char *identities[MARKS] = {NULL};
    const char *end = text->bytes + text->length;
    for (const char *at = text->bytes, *next; at < end; at = next + 1) {
        const char *stop = line_content_end(at, end, &next);
        if (stop == at)
            continue;
        const struct margin margin = find_margin(at, stop);
        counts.lines++;
        counts.marks[margin.mark]++;
        counts.frames += skip_frame(at, stop) != NULL;
        counts.rules += is_rule(at, stop);
        if (counts.lines == SAMPLE && is_hopeless(&counts))
            break;
        if (!margin.mark)
            continue;
        char *identity = identity_of(at, &margin), **latest = &identities[margin.mark];
        counts.changes[margin.mark] += *latest && strcmp(*latest, identity) != 0;
        g_free(*latest);
        *latest = identity;
    }
    for (unsigned i = 0; i < MARKS; i++)
        g_free(identities[i]);
    return counts;
}

/* Returns the mark of the margin that nearly all lines have, or MARK_NONE. */
static enum mark common_mark(const struct counts *counts)
{
    for (unsigned i = MARK_COMMIT; i < MARKS && !is_hopeless(counts); i++) {
        const unsigned rest = counts->lines - counts->marks[i],
                       most = counts->lines / (i == MARK_COMMAND ? 2 : 10) +
                              (i == MARK_BAR ? FEWEST : 1); /* the head of a table */
        if (counts->marks[i] >= FEWEST && rest <= most &&
            counts->changes[i] <= (i == MARK_BRACKET ? 0 : counts->marks[i] / 5))
            return i;
    }
    return MARK_NONE;
}

/* Moves the field of a table in quotes between AT and END, whose quotes inside are two, to TO.
 * Returns the new end. */
static char *move_quoted(char *to, const char *at, const char *end)
{
    for (; at < end; at++) {
        *to++ = *at;
        at += *at == '"' && at + 1 < end && at[1] == '"';
    }
    return to;
}

/* Removes the margins that end with MARK, or none. A table may have FRAMES at the ends of lines. */
static void remove_margins(struct text *text, enum mark mark, bool frames, GArray *lines)
{
    char *to = text->bytes, *latest = NULL;
    const char *end = text->bytes + text->length;
    unsigned number = 1;
    for (const char *at = text->bytes, *next; at < end; at = next + 1, number++) {
        const char *content = line_content_end(at, end, &next);
        const struct margin found = find_margin(at, content);
        const bool is_margin = content > at && mark != MARK_NONE && found.mark == mark;
        const char *start = is_margin ? found.rest : at, *stop = is_margin ? found.end : content;
        const char *frame = frames ? skip_frame(start, stop) : NULL;
        if (is_margin) {
            char *identity = identity_of(at, &found);
            if (latest && strcmp(latest, identity) != 0)
                g_array_append_val(lines, number);
            g_free(latest);
            latest = identity;
        }
        stop = frame ? frame : stop;
        while (frame && stop > start && stop[-1] == ' ')
            stop--;
        const size_t length = (size_t)(stop - start),
                     rest = MIN((size_t)(end - content), (size_t)(next + 1 - content));
        if (mark == MARK_COLUMN && length >= 2 && *start == '"' && stop[-1] == '"') {
            to = move_quoted(to, start + 1, stop - 1);
        } else {
            memmove(to, start, length);
            to += length;
        }
        memmove(to, content, rest);
        to += rest;
    }
    g_free(latest);
    text_end(text, to);
}

void margin_clean(struct text *text, GArray *lines)
{
    for (unsigned i = 0; i < DEEPEST && text->length > 0; i++) {
        const struct counts counts = counts_of(text);
        const enum mark mark = common_mark(&counts);
        const bool is_column = mark == MARK_NONE && counts.rules > 0, /* PostgreSQL's only one */
            frames = (mark == MARK_BAR || is_column) && counts.frames >= counts.lines / 2;
        if (mark == MARK_NONE && !frames)
            return;
        remove_margins(text, mark, frames, lines);
    }
}
