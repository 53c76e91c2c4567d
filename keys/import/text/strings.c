/* A configuration that is in the strings of a JSON text.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "clean.h"

#include "keys/import/line.h"

#include <string.h>

/* Fewer lines are no configuration. */
#define FEWEST 3

/* Returns the closing quote of the string whose first character is at AT, or END. */
static const char *string_end(const char *at, const char *end)
{
    while (at < end && *at != '"')
        at += *at == '\\' && at + 1 < end ? 2 : 1;
    return at;
}

static unsigned count_breaks(const char *at, const char *end)
{
    unsigned count = 0;
    for (; at + 1 < end; at++)
        if (*at == '\\') {
            at++;
            count += *at == 'n';
        }
    return count;
}

/* Returns the number in the escape "uXXXX" at AT, or 0 if there is none. */
static gunichar code_at(const char *at, const char *end)
{
    gunichar code = 0;
    if (at >= end || *at != 'u' || end - at < 5)
        return 0;
    for (unsigned i = 1; i <= 4; i++) {
        if (!g_ascii_isxdigit(at[i]))
            return 0;
        code = code << 4 | (gunichar)g_ascii_xdigit_value(at[i]);
    }
    return code;
}

/* Appends the character that the escape at AT, after its backslash, stands for. Returns the end of
 * the escape. A character beyond 16 bits has two escapes, its surrogates: RFC 8259 section 7. */
static const char *append_escape(struct text *lines, const char *at, const char *end)
{
    static const char escapes[] = "n\nt\tr\rb\bf\f";
    gunichar code = code_at(at, end);
    if (code > 0) {
        const gunichar high = code - 0xd800;
        const gunichar low =
            high < 0x400 && end - at > 6 && at[5] == '\\' ? code_at(at + 6, end) - 0xdc00 : 0x400;
        char bytes[6];
        code = low < 0x400 ? 0x10000 + (high << 10) + low : code;
        text_append(lines, bytes, (size_t)g_unichar_to_utf8(code, bytes));
        return at + (low < 0x400 ? 11 : 5);
    }
    for (unsigned i = 0; escapes[i]; i += 2)
        if (escapes[i] == *at) {
            text_append(lines, &escapes[i + 1], 1);
            return at + 1;
        }
    text_append(lines, at, 1);
    return at + 1;
}

/* Appends the string between AT and END, and a newline. */
static void append_string(struct text *lines, const char *at, const char *end)
{
    while (at < end) {
        const char *escape = memchr(at, '\\', (size_t)(end - at)), *stop = escape ? escape : end;
        text_append(lines, at, (size_t)(stop - at));
        at = escape && escape + 1 < end ? append_escape(lines, escape + 1, end) : end;
    }
    text_append(lines, "\n", 1);
}

/* Adds to LINES the strings in TEXT that have several lines. */
static void find_long(const struct text *text, struct text *lines)
{
    const char *end = text->bytes + text->length, *at = text->bytes;
    while ((at = memchr(at, '"', (size_t)(end - at)))) {
        const char *stop = string_end(at + 1, end);
        if (stop >= end)
            break;
        if (count_breaks(at + 1, stop) >= FEWEST)
            append_string(lines, at + 1, stop);
        at = stop + 1;
    }
}

/* Adds to LINES each line of TEXT that is one string, without its quotes and the comma after it,
 * and an empty line for each other one. Returns how many are strings. */
static unsigned find_short(const struct text *text, struct text *lines)
{
    const char *end = text->bytes + text->length;
    unsigned count = 0;
    for (const char *at = text->bytes, *next; at < end; at = next + 1) {
        next = line_end(at, end);
        while (at < next && g_ascii_isspace(*at))
            at++;
        const char *stop = at < next && *at == '"' ? string_end(at + 1, next) : next,
                   *rest = stop + 1;
        while (rest < next && (*rest == ',' || g_ascii_isspace(*rest)))
            rest++;
        const bool is_string = stop < next && rest >= next;
        append_string(lines, is_string ? at + 1 : at, is_string ? stop : at);
        count += is_string;
    }
    return count;
}

/* Returns true if TEXT begins like JSON, or as Ansible shows JSON: "ok: [r1] => {". */
static bool is_json(const struct text *text)
{
    static const char ansible[] = "] => {";
    const char *at = text->bytes, *end = at + text->length;
    while (at < end && g_ascii_isspace(*at))
        at++;
    return at < end && (*at == '{' || *at == '[' || line_find(at, end, ansible));
}

bool strings_find(const struct text *text, struct text *lines)
{
    if (text->length == 0 || !is_json(text))
        return false;
    find_long(text, lines);
    if (lines->length == 0 && find_short(text, lines) < FEWEST)
        text_clear(lines);
    return lines->length > 0;
}
