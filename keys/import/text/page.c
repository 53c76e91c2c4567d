/* A configuration in a web page.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "clean.h"

#include "keys/import/line.h"

#include <string.h>

/* What a tag does to the text around it. */
enum effect {
    EFFECT_NONE,
    EFFECT_LINE,  /* what follows is on another line */
    EFFECT_BLOCK, /* likewise, unless the line is empty */
    EFFECT_CELL,  /* a space separates what is on either side */
    EFFECT_HIDES, /* a browser does not show what is inside */
};

#define ELEMENT_OF_OFFICE 0
static const struct {
    const char *name;
    enum effect effect;
} elements[] = {
    {"o:p", EFFECT_NONE},       {"br", EFFECT_LINE},       {"p", EFFECT_BLOCK},
    {"div", EFFECT_BLOCK},      {"pre", EFFECT_BLOCK},     {"tr", EFFECT_BLOCK},
    {"li", EFFECT_BLOCK},       {"h1", EFFECT_BLOCK},      {"h2", EFFECT_BLOCK},
    {"h3", EFFECT_BLOCK},       {"h4", EFFECT_BLOCK},      {"h5", EFFECT_BLOCK},
    {"h6", EFFECT_BLOCK},       {"hr", EFFECT_BLOCK},      {"blockquote", EFFECT_BLOCK},
    {"td", EFFECT_CELL},        {"th", EFFECT_CELL},       {"script", EFFECT_HIDES},
    {"style", EFFECT_HIDES},    {"title", EFFECT_HIDES},   {"html", EFFECT_NONE},
    {"head", EFFECT_NONE},      {"body", EFFECT_NONE},     {"meta", EFFECT_NONE},
    {"link", EFFECT_NONE},      {"span", EFFECT_NONE},     {"code", EFFECT_NONE},
    {"tt", EFFECT_NONE},        {"font", EFFECT_NONE},     {"b", EFFECT_NONE},
    {"i", EFFECT_NONE},         {"u", EFFECT_NONE},        {"em", EFFECT_NONE},
    {"strong", EFFECT_NONE},    {"a", EFFECT_NONE},        {"ul", EFFECT_NONE},
    {"ol", EFFECT_NONE},        {"table", EFFECT_NONE},    {"tbody", EFFECT_NONE},
    {"thead", EFFECT_NONE},     {"img", EFFECT_NONE},      {"center", EFFECT_NONE},
    {"mark", EFFECT_NONE},      {"kbd", EFFECT_NONE},      {"samp", EFFECT_NONE},
    {"textarea", EFFECT_BLOCK}, {"section", EFFECT_NONE},  {"article", EFFECT_NONE},
    {"main", EFFECT_NONE},      {"small", EFFECT_NONE},    {"s", EFFECT_NONE},
    {"del", EFFECT_NONE},       {"ins", EFFECT_NONE},      {"sup", EFFECT_NONE},
    {"sub", EFFECT_NONE},       {"label", EFFECT_NONE},    {"button", EFFECT_NONE},
    {"dl", EFFECT_NONE},        {"dt", EFFECT_NONE},       {"dd", EFFECT_NONE},
    {"col", EFFECT_NONE},       {"colgroup", EFFECT_NONE}, {"tfoot", EFFECT_NONE},
    {"caption", EFFECT_NONE},   {"wbr", EFFECT_NONE},      {"nobr", EFFECT_NONE},
    {"strike", EFFECT_NONE},    {"big", EFFECT_NONE},      {"var", EFFECT_NONE},
    {"cite", EFFECT_NONE},      {"time", EFFECT_NONE},     {"abbr", EFFECT_NONE},
    {"q", EFFECT_NONE},         {"nav", EFFECT_NONE},      {"header", EFFECT_NONE},
    {"footer", EFFECT_NONE},    {"aside", EFFECT_NONE},    {"figure", EFFECT_NONE},
    {"details", EFFECT_NONE},   {"summary", EFFECT_NONE},  {"svg", EFFECT_NONE},
    {"path", EFFECT_NONE},      {"form", EFFECT_NONE},     {"input", EFFECT_NONE},
    {"iframe", EFFECT_NONE},    {"noscript", EFFECT_NONE}, {"base", EFFECT_NONE},
};

/* A tag from "<" to its end, which is after ">". ELEMENT is its index in the list. */
struct tag {
    const char *end;
    unsigned element;
    bool closes;
};

/* Reads the tag at AT, a "<". Returns false if none of HTML is there. The last ">" is before END,
 * so that a missing one is not searched for again and again. */
static bool read_tag(const char *at, const char *end, struct tag *tag)
{
    at++;
    tag->closes = at < end && *at == '/';
    at += tag->closes;
    const char *stop = at;
    while (stop < end && g_ascii_isalnum(*stop))
        stop++;
    const size_t length = (size_t)(stop - at);
    if (length > 0 && stop < end && *stop == ':') { /* "<o:p>", of Microsoft Office */
        tag->element = ELEMENT_OF_OFFICE;
        tag->end = (const char *)memchr(stop, '>', (size_t)(end - stop)) + 1;
        return true;
    }
    if (length == 0 || stop == end || !(g_ascii_isspace(*stop) || *stop == '>' || *stop == '/'))
        return false;
    for (tag->element = 0; tag->element < G_N_ELEMENTS(elements); tag->element++)
        if (strlen(elements[tag->element].name) == length &&
            g_ascii_strncasecmp(elements[tag->element].name, at, length) == 0) {
            tag->end = (const char *)memchr(stop, '>', (size_t)(end - stop)) + 1;
            return true;
        }
    return false;
}

/* Returns what follows the last ">" between AT and END, or AT if there is none. */
static const char *tags_end(const char *at, const char *end)
{
    const char *last = memrchr(at, '>', (size_t)(end - at));
    return last ? last + 1 : at;
}

/* Returns true if the line between AT and END has a tag of HTML. */
static bool has_tag(const char *at, const char *end)
{
    struct tag tag;
    end = tags_end(at, end);
    while ((at = memchr(at, '<', (size_t)(end - at)))) {
        if (read_tag(at, end, &tag))
            return true;
        at++;
    }
    return false;
}

/* Returns what follows the comments and the declaration of XML between AT and END. */
static const char *skip_prologue(const char *at, const char *end)
{
    while (line_begins(at, end, "<!--") || line_begins(at, end, "<?xml")) {
        const char *mark = at[1] == '!' ? "-->" : "?>";
        const char *close = line_find(at, end, mark);
        at = close ? line_skip_spaces(close + strlen(mark), end) : end;
    }
    return at;
}

/* Returns true if TEXT begins with a tag, or most of its lines have one. A few are in a banner. */
static bool is_page(const struct text *text)
{
    const char *end = text->bytes + text->length, *first = line_skip_spaces(text->bytes, end);
    unsigned lines = 0, tagged = 0;
    struct tag tag;
    if (first == end || !memchr(first, '<', (size_t)(end - first)))
        return false;
    first = skip_prologue(first, end);
    if (first < end && *first == '<' &&
        (read_tag(first, tags_end(first, end), &tag) || line_begins(first, end, "<!DOCTYPE html") ||
         line_begins(first, end, "<!doctype html")))
        return true;
    for (const char *at = text->bytes, *next; at < end; at = next + 1) {
        next = line_end(at, end);
        lines += line_skip_spaces(at, next) < next;
        tagged += has_tag(at, next);
    }
    return tagged > lines / 2;
}

/* The lines being written. */
struct page {
    struct text *lines;
    const char *tags_end; /* in the source, what follows the last ">" */
    size_t start;         /* of the current line */
    bool has_break;       /* it began after a tag: a newline in the source is no other line */
};

static void end_line(struct page *page)
{
    text_append(page->lines, "\n", 1);
    page->start = page->lines->length;
}

/* Returns true if the current line has only spaces, and removes them: they indent the source. */
static bool clear_line(struct page *page)
{
    for (size_t i = page->start; i < page->lines->length; i++)
        if (page->lines->bytes[i] != ' ' && page->lines->bytes[i] != '\t')
            return false;
    page->lines->length = page->start;
    return true;
}

/* Appends the newlines between AT and END, so that the lines after them keep their numbers. */
static void skip_lines(struct page *page, const char *at, const char *end)
{
    for (; at < end; at++)
        if (*at == '\n')
            end_line(page);
}

/* Returns the closing tag of the element of TAG that is hidden, or END. */
static const char *hidden_end(const struct page *page, const struct tag *tag, const char *end)
{
    const char *last = page->tags_end, *name = elements[tag->element].name;
    struct tag other;
    for (const char *at = tag->end; (at = memchr(at, '<', (size_t)(last - at))); at++)
        if (line_begins(at, last, "</") && (size_t)(last - at) > strlen(name) + 2 &&
            g_ascii_strncasecmp(at + 2, name, strlen(name)) == 0 && read_tag(at, last, &other))
            return at;
    return end;
}

/* Returns where the text after TAG continues. */
static const char *apply(struct page *page, const struct tag *tag, const char *end)
{
    switch (elements[tag->element].effect) {
    case EFFECT_LINE:
        end_line(page);
        page->has_break = true;
        break;
    case EFFECT_BLOCK:
        if (!clear_line(page)) {
            end_line(page);
            page->has_break = true;
        }
        break;
    case EFFECT_CELL:
        if (!clear_line(page) && !tag->closes)
            text_append(page->lines, " ", 1);
        break;
    case EFFECT_HIDES:
        if (!tag->closes) {
            const char *stop = hidden_end(page, tag, end);
            skip_lines(page, tag->end, stop);
            return stop;
        }
        break;
    case EFFECT_NONE:
        break;
    }
    return tag->end;
}

/* Appends the character that the reference at AT, a "&", is for. Returns its end, or AT if there is
 * none. Invisible characters are left out. */
static const char *append_reference(struct page *page, const char *at, const char *end)
{
    static const struct {
        const char *name, *text;
    } names[] = {{"lt", "<"},    {"gt", ">"},    {"amp", "&"},  {"quot", "\""},
                 {"apos", "'"},  {"nbsp", " "},  {"shy", ""},   {"ZeroWidthSpace", ""},
                 {"ldquo", "“"}, {"rdquo", "”"}, {"ndash", "–"}};
    const char *stop = memchr(at, ';', MIN((size_t)(end - at), 16));
    if (!stop)
        return at;
    const size_t length = (size_t)(stop - at) - 1;
    for (unsigned i = 0; i < G_N_ELEMENTS(names); i++)
        if (strlen(names[i].name) == length && memcmp(at + 1, names[i].name, length) == 0) {
            text_add(page->lines, names[i].text);
            return stop + 1;
        }
    if (length < 2 || at[1] != '#')
        return at;
    const bool is_hex = at[2] == 'x' || at[2] == 'X';
    char *after;
    const guint64 code = g_ascii_strtoull(at + 2 + is_hex, &after, is_hex ? 16 : 10);
    char bytes[6];
    if (after != stop || code == 0 || !g_unichar_validate((gunichar)MIN(code, 0x110000)))
        return at;
    if (code == 0xa0)
        text_append(page->lines, " ", 1);
    else if (code != 0x200b && code != 0xad)
        text_append(page->lines, bytes, (size_t)g_unichar_to_utf8((gunichar)code, bytes));
    return stop + 1;
}

/* Appends the text at AT up to the next "<", "&" or newline. Returns its end. */
static const char *append_text(struct page *page, const char *at, const char *end)
{
    const char *stop = at + 1;
    while (stop < end && *stop != '<' && *stop != '&' && *stop != '\n')
        stop++;
    text_append(page->lines, at, (size_t)(stop - at));
    page->has_break &= line_skip_spaces(at, stop) == stop;
    return stop;
}

/* Appends what begins at AT. Returns its end. */
static const char *append(struct page *page, const char *at, const char *end)
{
    struct tag tag;
    if (*at == '\n') {
        if (page->has_break && clear_line(page))
            page->has_break = false;
        else
            end_line(page);
        return at + 1;
    }
    if (line_begins(at, end, "<!") || line_begins(at, end, "<?xml")) {
        const char *mark = line_begins(at, end, "<!--") ? "-->" : ">";
        const char *found = line_find(at, end, mark);
        const char *stop = found ? found + strlen(mark) : end;
        skip_lines(page, at, stop);
        return stop;
    }
    if (*at == '<' && at < page->tags_end && read_tag(at, page->tags_end, &tag)) {
        skip_lines(page, at, tag.end);
        return apply(page, &tag, end);
    }
    if (*at == '&') {
        const char *stop = append_reference(page, at, end);
        page->has_break &= stop == at;
        if (stop > at)
            return stop;
    }
    return append_text(page, at, end);
}

bool page_find(const struct text *text, struct text *lines)
{
    if (text->length == 0 || !is_page(text))
        return false;
    const char *end = text->bytes + text->length;
    struct page page = {.lines = lines, .tags_end = tags_end(text->bytes, end)};
    for (const char *at = text->bytes; at < end;)
        at = append(&page, at, end);
    return lines->length > 0;
}
