/* Abbreviated and capitalised words of Cisco's command line.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "clean.h"

#include "keys/import/line.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

/* The lines whose words are spelt out. The part of a word before "|" is the shortest abbreviation;
 * a word without "|" must be whole, and "*" is any one word. The first row that matches counts. The
 * routers accept some shorter words, too, but other systems use those in other senses, as RouterOS
 * uses "add". */
static const struct {
    const char *begin;
    const char *ends[8]; /* any one of these follows */
} rows[] = {
    {"nei|ghbor *",
     {"pas|sword", "rem|ote-as", "upd|ate-source",
      "peer gr|oup", /* EOS; its other relatives have one word */
      "pee|r-group", "inh|erit peer-s|ession", ""}},
    {"bgp lis|ten ran|ge *", {"peer gr|oup", "pee|r-group"}},
    {"temp|late peer-s|ession *", {""}},
    {"rou|ter b|gp *", {""}},
    /* others have lines "address ipv4 ..." */
    {"addr|ess-family", {"ipv4 v|rf *", "ipv4 u|nicast v|rf *", "ipv6 v|rf *"}},
    {"address-f|amily *", {""}},
    {"key", {"ch|ain *"}},
    {"key-s|tring *", {""}},
    {"cryptog|raphic-algorithm *", {""}},
    {"send-i|d *", {""}},
    {"recv-i|d *", {""}},
    {"mpl|s ld|p", {"nei|ghbor vrf * * pas|sword", "nei|ghbor * pas|sword", "pas|sword"}},
    {"ip msd|p pas|sword pee|r", {""}},
};

/* The two parts of the row that a line has. */
struct choice {
    const char *begin, *end;
};

/* The rest of a line that is being read, and the line as it is spelt out. */
struct line {
    const char *at, *end;
    struct text *full; /* or NULL: it is only read */
    bool is_short;     /* a word was abbreviated */
};

static void copy_to(struct line *line, const char *stop)
{
    if (line->full)
        text_append(line->full, line->at, (size_t)(stop - line->at));
    line->at = stop;
}

static void skip_blanks(struct line *line)
{
    copy_to(line, line_skip_blanks(line->at, line->end));
}

/* Reads the next word of LINE. Returns false if it is not the first word of ROW, which has LENGTH
 * characters. */
static bool take_word(struct line *line, const char *row, size_t length)
{
    const char *word = line->at, *stop = word;
    if (word == line->end || (*row != '*' && *row != g_ascii_tolower(*word))) /* most words */
        return false;
    while (stop < line->end && !g_ascii_isspace(*stop))
        stop++;
    const size_t size = (size_t)(stop - word), least = strcspn(row, "| ");
    const char *rest = row + MIN(least + 1, length);
    const size_t rest_length = length - (size_t)(rest - row), more = size - MIN(size, least);

    if (size == 0)
        return false;
    if (*row == '*') {
        copy_to(line, stop);
        return true;
    }
    if (size < least || g_ascii_strncasecmp(word, row, least) != 0 || more > rest_length ||
        g_ascii_strncasecmp(word + least, rest, more) != 0 || (length == least && more > 0))
        return false;
    line->is_short |= more < rest_length || memcmp(word, row, least) != 0 ||
                      memcmp(word + least, rest, more) != 0;
    line->at = stop;
    if (line->full) {
        text_append(line->full, row, least);
        text_append(line->full, rest, rest_length);
    }
    return true;
}

/* Reads the words of ROW from LINE. Returns false if they are others. */
static bool take_row(struct line *line, const char *row)
{
    while (*row) {
        const size_t length = strcspn(row, " ");
        skip_blanks(line);
        if (!take_word(line, row, length))
            return false;
        row += length + strspn(row + length, " ");
    }
    return true;
}

/* Reads "no", which may precede any line. */
static void take_no(struct line *line)
{
    skip_blanks(line);
    if (line->end - line->at <= 3 || g_ascii_strncasecmp(line->at, "no ", 3) != 0)
        return;
    line->is_short |= memcmp(line->at, "no", 2) != 0;
    if (line->full)
        text_add(line->full, "no ");
    line->at += 3;
}

/* Sets CHOICE to the row of LINE. Returns true if words of it are abbreviated. */
static bool find_row(struct line line, struct choice *choice)
{
    take_no(&line);
    const char first = line.at < line.end ? g_ascii_tolower(*line.at) : '\0';
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct line begun = line;
        if (*rows[i].begin != first || !take_row(&begun, rows[i].begin))
            continue;
        for (const char *const *end = rows[i].ends; *end; end++) {
            struct line ended = begun;
            *choice = (struct choice){rows[i].begin, *end};
            if (take_row(&ended, *end))
                return ended.is_short;
        }
    }
    return false;
}

/* Appends the line between AT and END to FULL, spelt out, unless FULL is NULL. Returns true if
 * words of it are abbreviated. */
static bool spell_out(const char *at, const char *end, struct text *full)
{
    struct line line = {.at = at, .end = end};
    struct choice choice;
    const bool is_short = find_row(line, &choice);
    if (!full)
        return is_short;
    line.full = full;
    if (is_short) {
        take_no(&line);
        take_row(&line, choice.begin);
        take_row(&line, choice.end);
    }
    copy_to(&line, end);
    return is_short;
}

/* Spells out all lines of TEXT in FULL, if that is not NULL. Returns true if a line had
 * abbreviations. */
static bool spell_lines(const struct text *text, struct text *full)
{
    const char *end = text->bytes + text->length;
    bool found = false;

    for (const char *at = text->bytes, *next; at < end && (full || !found); at = next) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        next = newline ? newline + 1 : end;
        found |= spell_out(at, next, full);
    }
    return found;
}

void shorthand_expand(struct text *text)
{
    struct text full = {0};
    if (!spell_lines(text, NULL))
        return;
    text_room(&full, text->length);
    spell_lines(text, &full);
    text_clear(text);
    *text = full;
}
