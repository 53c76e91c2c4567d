/* What programs add to the lines of a configuration when they list it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "clean.h"

#include "keys/import/line.h"
#include "statement.h"

#include <stdbool.h>
#include <string.h>

/* No name of a file is longer. Each beginning of a line, up to so many bytes, may have to be sought
 * among the names. */
#define LONGEST_NAME 255

/* The line before each change in the output of diff -c. */
#define CONTEXT_DIFF "***************"

/* A name is at the start of a line, and REST follows its ":" or "-". A number may be there, with
 * the same mark, which AFTER_NUMBER follows. */
struct name {
    size_t length;                   /* 0: there is none */
    const char *rest, *after_number; /* the second one is NULL if there is no number */
};

/* Returns the end of the characters at AT that may be in the name of a file. A slash or a dot sets
 * *IS_PATH. */
static const char *skip_file(const char *at, const char *end, bool *is_path)
{
    end = MIN(end, at + LONGEST_NAME);
    for (; at < end && (g_ascii_isalnum(*at) || (*at && strchr("./_-~@%+=,", *at))); at++)
        *is_path |= *at == '/' || *at == '.';
    return at;
}

/* Returns what follows the name at AT, which LENGTH bytes and MARK end. */
static struct name name_before(const char *at, size_t length, const char *end, char mark)
{
    const char *rest = at + length + 1, *stop = line_skip_digits(rest, end);
    const bool is_number = stop > rest && stop < end && *stop == mark;
    return (struct name){length, rest, is_number ? stop + 1 : NULL};
}

/* Returns the name before the line between AT and END: "configs/r1.cfg:", or "HEAD:configs/r1.cfg:"
 * of "git grep". */
static struct name find_name(const char *at, const char *end)
{
    bool is_path = false;
    const char *stop = skip_file(at, end, &is_path);
    if (stop == at || stop == end || *stop != ':')
        return (struct name){0};
    if (!is_path) {
        const char *file = stop + 1;
        stop = skip_file(file, end, &is_path);
        if (stop == file || stop == end || *stop != ':' || !is_path)
            return (struct name){0};
    }
    return name_before(at, (size_t)(stop - at), end, ':');
}

/* Returns the name before the line between AT and END, which "-" ends since the line was not
 * searched for, but is near one that was. NAMES has the names of the lines found. */
static struct name find_context(GHashTable *names, const char *at, const char *end)
{
    struct name found = {0};
    end = MIN(end, at + LONGEST_NAME);
    for (const char *stop = at; stop < end && *stop != ' ' && found.length == 0; stop++) {
        const size_t length = (size_t)(stop - at);
        if (*stop == '-' && word_table_get(names, (struct word){at, length, 0}))
            found = name_before(at, length, end, '-');
    }
    return found;
}

/* Returns the number before the line between AT and END, and sets *REST to what follows it; 0 if
 * there is none. */
static unsigned find_number(const char *at, const char *end, const char **rest)
{
    unsigned number = 0;
    while (at < end && *at == ' ')
        at++;
    for (; at < end && g_ascii_isdigit(*at) && number < 100000000; at++)
        number = number * 10 + (unsigned)(*at - '0');
    *rest = at < end ? at + 1 : at;
    return at == end || *at == ' ' ? number : 0;
}

/* Returns the end of the line between AT and END without MARK there. */
static const char *skip_end(const char *at, const char *end, const char *mark)
{
    return line_ends(at, end, mark) ? end - strlen(mark) : end;
}

/* What the lines of a text have. */
struct counts {
    unsigned lines, names, numbered_names, numbers, dollars, returns, contexts;
    GHashTable *seen; /* struct word * -> char *: the names, owned */
};

static void count_line(struct counts *counts, const char *at, const char *end, unsigned *last)
{
    const struct name name = find_name(at, end);
    const char *rest, *stop = skip_end(at, end, "$");
    const unsigned number = find_number(at, end, &rest);

    counts->lines++;
    counts->contexts += end - at == sizeof CONTEXT_DIFF - 1 && line_begins(at, end, CONTEXT_DIFF);
    if (name.length > 0) {
        counts->names++;
        counts->numbered_names += name.after_number != NULL;
        char *copy = g_strndup(at, name.length); /* the text will be written again */
        word_table_set(counts->seen, (struct word){copy, name.length, 0}, copy);
    }
    counts->numbers += number > 0 && (number == *last + 1 || *last == 0);
    *last = number > 0 ? number : *last;
    counts->dollars += stop < end;
    counts->returns += skip_end(at, stop, "^M") < stop;
}

static struct counts counts_of(const struct text *text)
{
    struct counts counts = {.seen = word_table_new(g_free)};
    const char *end = text->bytes + text->length;
    unsigned last = 0;
    for (const char *at = text->bytes, *next; at < end; at = next + 1) {
        const char *stop = line_content_end(at, end, &next);
        if (stop > at)
            count_line(&counts, at, stop, &last);
    }
    return counts;
}

/* A text that is written again from its start. */
struct listing {
    bool has_names, are_numbered, has_numbers, has_dollars, has_returns;
    GHashTable *names; /* those in the text */
    char *file;        /* the name of the current one, or NULL */
    bool is_context;   /* of diff -c */
    char section;      /* of it: '*' for the old file, '-' for the new one, 0 for neither */
    unsigned last;     /* the number of the latest line with a number */
    GArray *lines;
};

/* Remembers the name of LENGTH bytes at AT, of the line NUMBER. */
static void enter_file(struct listing *listing, const char *at, size_t length, unsigned number)
{
    if (listing->file && strlen(listing->file) == length && memcmp(listing->file, at, length) == 0)
        return;
    if (listing->file)
        g_array_append_val(listing->lines, number);
    g_free(listing->file);
    listing->file = g_strndup(at, length);
}

/* Returns true if the line between AT and END begins a section: "*** 9,7 ****" or "--- 9,7 ----".
 */
static bool is_section(const char *at, const char *end)
{
    const char *const mark = *at == '*' ? " ****" : " ----";
    return (line_begins(at, end, "*** ") || line_begins(at, end, "--- ")) &&
           line_skip_digits(at + 4, end) > at + 4 && skip_end(at, end, mark) < end;
}

/* Returns the start of the line between AT and END without the marks of diff -c; END if it is none
 * of the new file. */
static const char *skip_context(struct listing *listing, const char *at, const char *end)
{
    if (at == end)
        return at;
    if (line_begins(at, end, CONTEXT_DIFF) || is_section(at, end)) {
        listing->section = is_section(at, end) ? *at : '\0';
        return end;
    }
    if (listing->section == '\0' || end - at < 2 || at[1] != ' ')
        return at;
    const bool is_new = listing->section == '-' && memchr("!+", *at, 2);
    return is_new || *at == ' ' ? at + 2 : memchr("!-", *at, 2) ? end : at;
}

/* Returns the start of the line NUMBER between AT and *END, and moves *END before its end marks. */
static const char *clean_line(struct listing *listing, const char *at, const char **end,
                              unsigned number)
{
    const char *rest;
    if (listing->has_dollars)
        *end = skip_end(at, *end, "$");
    if (listing->has_returns)
        *end = skip_end(at, *end, "^M");
    if (listing->has_names) {
        struct name name = find_name(at, *end);
        name = name.length > 0 ? name : find_context(listing->names, at, *end);
        if (name.length > 0)
            enter_file(listing, at, name.length, number);
        else if (*end - at == 2 && line_begins(at, *end, "--"))
            return *end; /* between groups of lines */
        rest = listing->are_numbered && name.after_number ? name.after_number : name.rest;
        return name.length > 0 ? rest : at;
    }
    if (listing->is_context)
        return skip_context(listing, at, *end);
    if (!listing->has_numbers)
        return at;
    const unsigned count = find_number(at, *end, &rest);
    const bool is_next = count > listing->last;
    listing->last = is_next ? count : listing->last;
    return is_next ? rest : at;
}

static void rewrite(struct listing *listing, struct text *text)
{
    char *end = text->bytes + text->length, *to = text->bytes;
    unsigned number = 1;
    for (const char *at = text->bytes, *next; at < end; at = next + 1, number++) {
        const char *content = line_content_end(at, end, &next), *stop = content;
        const char *start = clean_line(listing, at, &stop, number);
        const size_t length = (size_t)(stop - start),
                     rest = MIN((size_t)(end - content), (size_t)(next + 1 - content));
        memmove(to, start, length);
        memmove(to + length, content, rest);
        to += length + rest;
    }
    text_end(text, to);
}

/* Adds to COUNTS the names that "-" ends. */
static void count_context(struct counts *counts, const struct text *text)
{
    const char *end = text->bytes + text->length;
    for (const char *at = text->bytes, *next; at < end; at = next + 1) {
        const char *stop = line_content_end(at, end, &next);
        counts->names +=
            find_name(at, stop).length == 0 && find_context(counts->seen, at, stop).length > 0;
    }
}

void listing_clean(struct text *text, GArray *lines)
{
    if (text->length == 0)
        return;
    struct counts counts = counts_of(text);
    const unsigned names = counts.names; /* without those that "-" ends */
    if (counts.names > 0 && counts.names <= counts.lines / 2)
        count_context(&counts, text);
    const unsigned most = counts.lines - counts.lines / 10;
    struct listing listing = {.has_names = counts.names > counts.lines / 2,
                              .are_numbered = counts.numbered_names == names,
                              .has_numbers = counts.numbers > 2 && counts.numbers >= most,
                              .has_dollars = counts.dollars > 2 && counts.dollars >= most,
                              .has_returns = counts.returns > 2 && counts.returns >= most,
                              .is_context = counts.contexts > 0,
                              .names = counts.seen,
                              .lines = lines};
    if (listing.has_names || listing.has_numbers || listing.is_context || listing.has_dollars ||
        listing.has_returns)
        rewrite(&listing, text);
    g_free(listing.file);
    g_hash_table_destroy(counts.seen);
}
