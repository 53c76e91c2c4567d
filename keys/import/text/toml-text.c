/* Reads the four kinds of strings in TOML.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "toml-text.h"

#include <string.h>

static bool is_thrice(const char *at, const char *end, char quote)
{
    return end - at >= 3 && at[0] == quote && at[1] == quote && at[2] == quote;
}

/* Returns the closing quotes of TEXT, or NULL if there are none. In a string of several lines, up
 * to two quotation marks may precede the three that end it. */
static const char *closing_quotes(const char *at, const char *end, const struct toml_text *text,
                                  char quote)
{
    for (; at < end; at++) {
        if (text->escapes && *at == '\\' && end - at > 1)
            at++;
        else if (!text->lines && (*at == '\n' || *at == quote))
            return *at == quote ? at : NULL;
        else if (text->lines && is_thrice(at, end, quote))
            return is_thrice(at + 1, end, quote) ? at + 1 + is_thrice(at + 2, end, quote) : at;
    }
    return NULL;
}

bool toml_text_find(const char *at, const char *end, struct toml_text *text)
{
    const char quote = *at;
    *text = (struct toml_text){.escapes = quote == '"', .lines = is_thrice(at, end, quote)};
    at += text->lines ? 3 : 1;

    const char *closing = closing_quotes(at, end, text, quote);
    if (!closing)
        return false;
    text->behind = closing + (text->lines ? 3 : 1);
    if (text->lines) { /* a newline right after the quotes is not part of the string */
        at += closing - at > 1 && at[0] == '\r' && at[1] == '\n';
        at += at < closing && *at == '\n';
    }
    text->at = at;
    text->length = (size_t)(closing - at);
    return g_utf8_validate_len(text->at, text->length, NULL);
}

/* Appends to BYTES, as UTF-8, the character whose number is the DIGITS hexadecimal digits at AT.
 * Returns false if there is no such character. */
static bool write_character(const char *at, size_t digits, char *bytes, size_t *length)
{
    gunichar number = 0;
    for (size_t i = 0; i < digits; i++) {
        if (!g_ascii_isxdigit(at[i]))
            return false;
        number = number << 4 | (gunichar)g_ascii_xdigit_value(at[i]);
    }
    if (!g_unichar_validate(number))
        return false;
    *length += (size_t)g_unichar_to_utf8(number, bytes + *length);
    return true;
}

/* Returns the length of the whitespace that a backslash at the end of a line removes, newlines
 * included; 0 if the backslash is not at the end of a line. */
static size_t left_out(const char *at, const char *end)
{
    const char *stop = at;
    while (stop < end && (*stop == ' ' || *stop == '\t' || *stop == '\r'))
        stop++;
    if (stop == end || *stop != '\n')
        return 0;
    while (stop < end && g_ascii_isspace(*stop))
        stop++;
    return (size_t)(stop - at);
}

/* Decodes the escape whose letter is at AT. Returns its length, or 0 if it is not an escape. */
static size_t unescape(const char *at, const char *end, char *bytes, size_t *length)
{
    static const char letters[] = "btnfr\"\\/", values[] = "\b\t\n\f\r\"\\/";
    const char *letter = at < end && *at != '\0' ? strchr(letters, *at) : NULL;

    if (letter) {
        bytes[(*length)++] = values[letter - letters];
        return 1;
    }
    if (end - at > 4 && *at == 'u')
        return write_character(at + 1, 4, bytes, length) ? 5 : 0;
    if (end - at > 8 && *at == 'U')
        return write_character(at + 1, 8, bytes, length) ? 9 : 0;
    return 0;
}

bool toml_text_decode(const struct toml_text *text, char *bytes, size_t *length)
{
    const char *at = text->at, *end = text->at + text->length;
    *length = 0;
    while (at < end) {
        if (*at != '\\' || !text->escapes) {
            bytes[(*length)++] = *at++;
            continue;
        }
        size_t passed = text->lines ? left_out(at + 1, end) : 0;
        if (passed == 0)
            passed = unescape(at + 1, end, bytes, length);
        if (passed == 0)
            return false;
        at += 1 + passed;
    }
    return true;
}
