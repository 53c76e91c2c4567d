/* Reads the secrets in ExaBGP's configurations.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "exabgp-secret.h"

#include "nested.h"

#include <string.h>

/* Writes the character with the four hexadecimal digits at AT to TEXT, in UTF-8. Returns its number
 * of bytes, or 0 if they are not digits. */
static size_t unescape_unicode(const char *at, char *text)
{
    gunichar character = 0;
    for (unsigned i = 0; i < 4; i++) {
        if (!g_ascii_isxdigit(at[i]))
            return 0;
        character = character << 4 | (gunichar)g_ascii_xdigit_value(at[i]);
    }
    return (size_t)g_unichar_to_utf8(character, text);
}

/* Decodes one character of REST to up to three bytes at TEXT and moves past it. Returns the number
 * of bytes. */
static size_t unescape(struct word *rest, char *text)
{
    static const char escapes[] = "bfnrt", meanings[] = "\b\f\n\r\t";
    size_t passed = 1, length = 1;

    *text = *rest->at;
    if (*rest->at == '\\' && rest->length > 1) {
        const char *escape = memchr(escapes, rest->at[1], sizeof escapes - 1);
        passed = 2;
        *text = escape ? meanings[escape - escapes] : rest->at[1];
        if (rest->at[1] == 'u' && rest->length >= 6) {
            const size_t unicode = unescape_unicode(rest->at + 2, text);
            passed = unicode > 0 ? 6 : 2;
            length = MAX(unicode, 1);
        }
    }
    rest->at += passed;
    rest->length -= passed;
    return length;
}

struct secret *exabgp_text(const struct statement *statement)
{
    struct word rest = statement_rest(statement, 1);
    const size_t size = rest.length + 6; /* g_unichar_to_utf8() may write as many bytes */
    char *text = g_malloc(size), quote = 0;
    size_t length = 0;

    while (rest.length > 0) {
        const size_t character = unescape(&rest, text + length);
        const char c = text[length];

        if (quote ? c == quote : length > 0 && strchr(" \t\r\n,[]", c) != NULL)
            break;
        if (!quote && (c == '"' || c == '\''))
            quote = c;
        else if (quote || !g_ascii_isspace(c))
            length += character;
    }
    struct secret *secret = secret_new(text, length);
    secret_wipe(text, size);
    g_free(text);
    return secret;
}

struct secret *exabgp_old_text(const struct statement *statement)
{
    struct word text = statement_rest(statement, 1);
    if (text.length > 2 && *text.at == text.at[text.length - 1] &&
        (*text.at == '"' || *text.at == '\'')) {
        text.at++;
        text.length -= 2;
    }
    return secret_new(text.at, text.length);
}

struct secret *exabgp_from_base64(const struct secret *text)
{
    size_t length, decoded;
    const char *bytes = (const char *)secret_bytes(text, &length);
    const size_t missing = memchr(bytes, '=', length) ? 0 : (4 - length % 4) % 4;
    char *padded = g_malloc(length + 4);
    memcpy(padded, bytes, length);
    memset(padded + length, '=', missing);
    char *plain = nested_decode((struct word){padded, length + missing, 0}, &decoded);
    struct secret *secret = plain ? secret_new(plain, decoded) : NULL;
    if (plain)
        secret_wipe(plain, decoded);
    secret_wipe(padded, length);
    g_free(plain);
    g_free(padded);
    return secret;
}

bool exabgp_looks_like_base64(const struct secret *text)
{
    size_t length, i = 0;
    const uint8_t *bytes = secret_bytes(text, &length);
    while (i < length && (g_ascii_isdigit(bytes[i]) || (bytes[i] >= 'a' && bytes[i] <= 'f')))
        i++;
    return i == length && length > 0 && length % 4 != 1;
}
