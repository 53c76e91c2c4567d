/* What programs add to a configuration on its way into a file.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "clean.h"

#include "banner.h"
#include "keys/import/line.h"

#include <stdbool.h>
#include <string.h>

#define ESCAPE          '\x1b'
#define NO_BREAK        "\u00a0"
#define ZERO_WIDTH      "\u200b"
#define BYTE_ORDER_MARK "\ufeff"
#define CONTEXTUAL      "!Contextual Config Diffs:"
#define LOGGED          "CFGLOG_LOGGEDCMD: "

/* A text that is written again from its start. No line becomes longer. */
struct rewriting {
    char *to;
    bool is_numbered; /* lines may have their numbers, as "cat -n" and "grep -n" write them */
    bool is_logged;   /* lines may be those of Cisco's log of commands */
    bool is_page;     /* of a web page, whose spaces are no-break spaces */
    bool is_paged;    /* lines may begin with a pager's question */
    bool is_stamped;  /* lines may begin with a time */
    bool is_quoted;   /* lines may have the quotation marks of a mail */
    bool is_marked;   /* lines may have the marks of a diff, although no line says so */
    bool is_nested;   /* Cisco's "!Contextual Config Diffs:" came before: marks are indented */
    bool is_diff;     /* a line such as "@@ -1,5 +1,5 @@" came before: lines have marks */
    bool has_context; /* a line such as "[edit protocols]" came before: they may have marks */
    struct banner banner;
};

/* Moves *AT past the escape sequence there, "ESC [ NUMBER LETTER". Returns by how many columns it
 * moves the cursor to the left. */
static size_t skip_escape(const char **at, const char *end)
{
    size_t number = 0;
    const char *stop = *at + 1;
    if (stop < end && *stop == '[')
        stop++;
    for (; stop < end && (g_ascii_isdigit(*stop) || *stop == ';' || *stop == '?'); stop++)
        number = g_ascii_isdigit(*stop) ? MIN(number * 10 + (size_t)(*stop - '0'), 1000) : 0;
    const bool left = stop < end && *stop == 'D';
    *at = stop < end ? stop + 1 : end;
    return left ? MAX(number, 1) : 0;
}

/* Moves *AT past the bytes there that are no characters of the line, or returns false. Moves the
 * column COLUMN as a terminal does. */
static bool skip_control(const char **at, const char *end, size_t *column)
{
    size_t left = 0;
    if (g_ascii_isprint(**at)) /* most bytes are */
        return false;
    if (**at == '\b')
        left = 1, ++*at;
    else if (**at == '\r')
        left = *column, ++*at;
    else if (**at == ESCAPE)
        left = skip_escape(at, end);
    else if (*column == 0 &&
             (line_begins(*at, end, BYTE_ORDER_MARK) || line_begins(*at, end, ZERO_WIDTH)))
        *at += strlen(ZERO_WIDTH);
    else
        return false;
    *column -= MIN(*column, left);
    return true;
}

/* Writes the line between AT and END to where REWRITING is, as a terminal shows it. Returns its
 * length. */
static size_t write_line(const struct rewriting *rewriting, const char *at, const char *end)
{
    size_t column = 0, length = 0;
    while (at < end) {
        if (skip_control(&at, end, &column))
            continue;
        const bool is_space = rewriting->is_page && line_begins(at, end, NO_BREAK);
        rewriting->to[column++] = is_space ? ' ' : *at;
        at += is_space ? strlen(NO_BREAK) : 1;
        length = MAX(length, column);
    }
    return length;
}

/* Returns the start of the line between AT and END behind its quotation marks. */
static const char *skip_quotation(const char *at, const char *end)
{
    while (at < end && *at == '>') {
        at++;
        at += at < end && *at == ' ';
    }
    return at;
}

/* Returns the end of the text at AT that looks like SHAPE, in which "0" stands for a digit and "a"
 * for a letter. Returns NULL if it looks otherwise. */
static const char *skip_shape(const char *at, const char *end, const char *shape)
{
    for (; *shape; shape++, at++)
        if (at == end || (*shape == '0'   ? !g_ascii_isdigit(*at)
                          : *shape == 'a' ? !g_ascii_isalpha(*at)
                                          : *at != *shape))
            return NULL;
    return at;
}

/* Returns the start of the line between AT and END behind the time at which a terminal program
 * received it, "[2026-11-28 16:20:01.123] " or "Nov 28 16:20:01: "; AT if there is none. One space
 * follows a time; more are the line's own. */
static const char *skip_stamp(const char *at, const char *end)
{
    static const char *const shapes[] = {
        "aaa 00 00:00:00",     "aaa  0 00:00:00",     "0000-00-00 00:00:00", "0000-00-00T00:00:00",
        "0000/00/00 00:00:00", "00/00/0000 00:00:00", "00.00.0000 00:00:00", "00:00:00"};
    const char *stop = NULL;
    const bool opens = line_begins(at, end, "[");
    if (at + opens == end || !g_ascii_isalnum(at[opens])) /* most lines */
        return at;
    for (unsigned i = 0; i < G_N_ELEMENTS(shapes) && !stop; i++)
        stop = skip_shape(at + opens, end, shapes[i]);
    if (!stop)
        return at;
    if (stop < end && (*stop == '.' || *stop == ','))
        for (stop++; stop < end && g_ascii_isdigit(*stop);)
            stop++;
    stop += line_begins(stop, end, "Z");
    if (opens && !line_begins(stop, end, "]"))
        return at;
    stop += opens;
    stop += line_begins(stop, end, ":");
    return stop == end ? stop : *stop == ' ' ? stop + 1 : at;
}

/* Returns the start of the line between AT and END behind its number and the ":" or "-" of "grep
 * -n", or the tab of "cat -n", which a terminal shows as two spaces; AT if there is none. Sets
 * *NUMBER to it. */
static const char *skip_number(const char *at, const char *end, unsigned *number)
{
    const char *stop = at;
    *number = 0;
    while (stop < end && *stop == ' ')
        stop++;
    for (; stop < end && g_ascii_isdigit(*stop) && *number < 100000000; stop++)
        *number = *number * 10 + (unsigned)(*stop - '0');
    if (*number == 0 || stop == end)
        return at;
    if (*stop == '\t' || ((*stop == ':' || *stop == '-') && g_ascii_isdigit(*at)))
        return stop + 1;
    return stop - at == 6 && line_begins(stop, end, "  ") ? stop + 2 : at;
}

/* Makes the line between AT and *END of Cisco's log of commands a line as a terminal shows it, if
 * the name of the router is first in it: "R1(config)#COMMAND". Otherwise, leaves the command only.
 */
static void unwrap_logged(char *at, const char **end)
{
    static const char mode[] = "(config)#", before[] = "logged command:";
    const char *logged = line_find(at, *end, LOGGED);
    const char *command = logged ? line_find(logged, *end, before) : NULL;
    char *to = at;
    if (!command)
        return;
    command += strlen(before);
    while (g_ascii_isalnum(*to) || *to == '-' || *to == '_' || *to == '.')
        to++;
    if (*to == ' ' && g_ascii_isalpha(*at)) {
        memcpy(to, mode, strlen(mode)); /* there is room, in place of LOGGED */
        to += strlen(mode);
    } else {
        to = at;
    }
    const size_t length = (size_t)(*end - command);
    memmove(to, command, length);
    *end = to + length;
}

/* Returns the start of the line between AT and END behind a pager's question, and behind the blanks
 * with which the router overwrote it, if the file lacks the backspaces; AT if there is none. */
static const char *skip_pager(const char *at, const char *end)
{
    static const struct {
        const char *begin, *end;
        size_t blanks;
    } pagers[] = {{"--More--", "", 9},
                  {"---(more", ")---", 40},
                  {"---- More ----", "", 42},
                  {"<--- More --->", "", 14}};
    const char *start = at;
    while (start < end && *start == ' ')
        start++;
    if (start == end || !strchr("-<", *start)) /* most lines */
        return at;
    for (unsigned i = 0; i < G_N_ELEMENTS(pagers); i++) {
        const char *stop = line_begins(start, end, pagers[i].begin) ? start : NULL;
        stop = stop ? line_find(stop, end, pagers[i].end) : NULL;
        if (!stop)
            continue;
        stop += strlen(*pagers[i].end ? pagers[i].end : pagers[i].begin);
        for (size_t blanks = 0; stop < end && *stop == ' ' && blanks < pagers[i].blanks; blanks++)
            stop++;
        return stop;
    }
    return at;
}

/* Returns true for the lines of a diff that are not lines of the file, but for the one that names
 * it. */
static bool is_diff_head(const char *at, const char *end)
{
    static const char *const heads[] = {"@@ -", "--- ", "diff ", "index ", NULL};
    return line_begins_any(at, end, heads);
}

/* Returns the end of the head of a diff between AT and END, but the start of the block in which its
 * lines are if it tells that: "@@ -9,7 +9,7 @@ router bgp 65000". */
static const char *skip_hunk(const char *at, const char *end)
{
    const char *stop =
        line_begins(at, end, "@@ -") ? memmem(at + 2, (size_t)(end - at) - 2, "@@ ", 3) : NULL;
    return stop && (line_begins(stop + 3, end, "router bgp ") ||
                    line_begins(stop + 3, end, "bgp ") || line_begins(stop + 3, end, "key chain "))
               ? stop + 3
               : end;
}

/* Returns the text behind the mark of a diff at AT, which is MARK; AT if there is none. A line is a
 * command of several words, unlike those of a certificate. */
static const char *skip_diff_mark(const char *at, const char *end, char mark)
{
    if (end - at < 2 || *at != mark || !(at[1] == ' ' || g_ascii_isalpha(at[1])))
        return at;
    const char *word = at + 1;
    while (word < end && *word == ' ')
        word++;
    return memchr(word, ' ', (size_t)(end - word)) ? at + 1 : at;
}

static const char *skip_plus(const char *at, const char *end)
{
    return skip_diff_mark(at, end, '+');
}

/* Returns the start of the line between AT and END without its mark, or END if the line is not in
 * the new file. The mark is in the first column, where other lines may have a space, or IS_NESTED
 * and follows the indentation. */
static const char *blank_mark(char *at, const char *end, bool is_nested)
{
    char *mark = at;
    while (is_nested && mark < end && *mark == ' ')
        mark++;
    if (skip_diff_mark(mark, end, '-') > mark)
        return end;
    if (skip_plus(mark, end) == mark)
        return at;
    memmove(at + 1, at, (size_t)(mark - at));
    *at = ' ';
    return at + is_nested;
}

/* Returns the start of the line between AT and END behind its mark, or END if the line is not in
 * the new file. Makes the name of a file a comment, which shows that another configuration begins.
 */
static const char *skip_mark(const struct rewriting *rewriting, char *at, const char *end)
{
    if (rewriting->is_diff && line_begins(at, end, "+++ ")) {
        *at = '#';
        return at;
    }
    if (rewriting->is_diff && is_diff_head(at, end))
        return skip_hunk(at, end);
    if (at == end ||
        !(rewriting->is_diff || (rewriting->has_context && end - at > 1 && at[1] == ' ')))
        return at;
    return *at == '-' ? end : *at == '+' || (rewriting->is_diff && *at == ' ') ? at + 1 : at;
}

/* Returns the start of the line between AT and END without the mark of a diff, or END if the line
 * is not in the new file. */
static const char *skip_marks(struct rewriting *rewriting, char *at, const char *end)
{
    rewriting->is_diff |= line_begins(at, end, "@@ -");
    rewriting->has_context |= line_begins(at, end, "[edit");
    rewriting->is_nested |= line_begins(at, end, CONTEXTUAL);
    const char *start = skip_mark(rewriting, at, end);
    if (!rewriting->is_diff && (rewriting->is_nested || rewriting->is_marked))
        start = blank_mark(at + (start - at), end, rewriting->is_nested);
    return start;
}

/* Writes the line between AT and END, which REST follows. */
static void rewrite_line(struct rewriting *rewriting, const char *at, const char *end,
                         struct word rest)
{
    char *line = rewriting->to;
    size_t length = write_line(rewriting, at, end);
    const char *start = line, *stop = line + length;

    unsigned number;

    if (rewriting->is_numbered)
        start = skip_number(start, stop, &number);
    if (rewriting->is_paged)
        start = skip_pager(start, stop);
    if (rewriting->is_quoted)
        start = skip_quotation(start, stop);
    if (rewriting->is_stamped)
        start = skip_stamp(start, stop);
    if (rewriting->is_logged)
        unwrap_logged(line + (start - line), &stop);
    length = (size_t)(stop - start);
    memmove(line, start, length); /* now, so that the mark of a banner stays where it is */
    if (!banner_covers(&rewriting->banner, (struct word){line, length, 0}, rest)) {
        start = skip_marks(rewriting, line, line + length);
        length -= (size_t)(start - line);
        memmove(line, start, length);
    }
    rewriting->to += length;
}

static const char *skip_no_break(const char *at, const char *end)
{
    return line_begins(at, end, NO_BREAK) ? at + strlen(NO_BREAK) : at;
}

/* How many lines of a text begin with what programs add. */
struct counts {
    unsigned lines, pages, pagers, stamps, quotations, marks;
    unsigned numbers, last; /* those with a greater number than the last one */
};

static struct counts counts_of(const struct text *text)
{
    struct counts counts = {0};
    const char *end = text->bytes + text->length;
    for (const char *at = text->bytes, *stop; at < end; at = stop + 1) {
        unsigned number;
        stop = line_end(at, end);
        counts.lines += stop > at;
        counts.pages += skip_no_break(at, stop) > at;
        counts.pagers += skip_pager(at, stop) > at;
        counts.stamps += skip_stamp(at, stop) > at;
        counts.quotations += skip_quotation(at, stop) > at;
        counts.marks += skip_plus(at, stop) > at;
        if (skip_number(at, stop, &number) == at || number <= counts.last)
            continue;
        counts.numbers++;
        counts.last = number;
    }
    return counts;
}

/* Makes the carriage returns of TEXT newlines if it has no newlines. */
static void replace_returns(struct text *text)
{
    if (memchr(text->bytes, '\n', text->length))
        return;
    for (size_t i = 0; i < text->length; i++)
        if (text->bytes[i] == '\r')
            text->bytes[i] = '\n';
}

/* Returns true if TEXT has a byte with which a mark in a line begins. */
static bool may_have_marks(const struct text *text)
{
    /* control characters, ESCAPE, ZERO_WIDTH, BYTE_ORDER_MARK, "@@ ...", "[edit ...]" and
     * "!Contextual ..." */
    static const char firsts[] = "\r\b\x1b\xe2\xef@[";
    for (const char *first = firsts; *first; first++)
        if (memchr(text->bytes, *first, text->length))
            return true;
    return memmem(text->bytes, MIN(text->length, 1000), CONTEXTUAL, strlen(CONTEXTUAL)) != NULL;
}

void paste_clean(struct text *text)
{
    if (text->length == 0)
        return;
    replace_returns(text);
    const struct counts counts = counts_of(text);
    struct rewriting rewriting = {
        .to = text->bytes,
        .is_numbered = counts.numbers > 2 && counts.numbers > counts.lines / 2,
        .is_logged = memmem(text->bytes, text->length, LOGGED, strlen(LOGGED)),
        .is_page = counts.pages > 0,
        .is_paged = counts.pagers > 0,
        .is_stamped = counts.stamps > 1,
        .is_quoted = counts.quotations > 1,
        .is_marked = counts.marks > 0};
    if (!rewriting.is_numbered && !rewriting.is_logged && !rewriting.is_page &&
        !rewriting.is_paged && !rewriting.is_stamped && !rewriting.is_quoted &&
        !rewriting.is_marked && !may_have_marks(text))
        return; /* most files */
    char *end = text->bytes + text->length;

    for (const char *at = text->bytes, *next; at < end; at = next + 1) {
        const char *stop = line_content_end(at, end, &next);
        rewrite_line(&rewriting, at, stop, (struct word){stop, (size_t)(end - stop), 0});
        const size_t rest = MIN((size_t)(end - stop), (size_t)(next + 1 - stop));
        memmove(rewriting.to, stop, rest);
        rewriting.to += rest;
    }
    text_end(text, rewriting.to);
}
