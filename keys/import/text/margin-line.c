/* What a program writes before one line of a configuration.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "margin.h"

#include "keys/import/line.h"

#include <glib.h>
#include <string.h>

/* No margin is wider. */
#define WIDEST 200

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
    if (!line_find(at, end, "ommand") && !line_find(at, end, "cmd="))
        return margin; /* most lines */
    for (unsigned i = 0; i < G_N_ELEMENTS(logs) && !margin.mark; i++) {
        const char *before = line_find(at, end, logs[i].before);
        if (!before)
            continue;
        margin = (struct margin){MARK_COMMAND, before + strlen(logs[i].before), end};
        if (line_ends(margin.rest, end, logs[i].after))
            margin.end -= strlen(logs[i].after);
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
                                        "neighbor ", "peer ", "router ", "/",       NULL};
    return line_begins_any(at, end, words);
}

struct margin margin_find(const char *at, const char *end)
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
            margin = line_find(at, stop, logged) ? (struct margin){0}
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

char *margin_identity(const char *at, const struct margin *margin)
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
