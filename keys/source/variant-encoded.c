/* Secrets that were encoded or decoded once too often.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "variant-encoded.h"

#include "keys/import/disguise/disguise.h"
#include "variant-bytes.h"

#include <string.h>

static struct secret *as_hex(const char *before, const uint8_t *bytes, size_t length,
                             const char *digits)
{
    GByteArray *text = variant_room(before, strlen(before), strlen(before) + 2 * length);
    for (size_t i = 0; i < length; i++) {
        const char pair[] = {digits[bytes[i] >> 4], digits[bytes[i] & 15]};
        g_byte_array_append(text, (const guint8 *)pair, sizeof pair);
    }
    return variant_secret(text);
}

struct secret *encoded_as_hex(const uint8_t *bytes, size_t length)
{
    return as_hex("", bytes, length, "0123456789abcdef");
}

struct secret *encoded_as_prefixed_hex(const uint8_t *bytes, size_t length)
{
    return as_hex("0x", bytes, length, "0123456789abcdef");
}

struct secret *encoded_as_upper_hex(const uint8_t *bytes, size_t length)
{
    return as_hex("", bytes, length, "0123456789ABCDEF");
}

/* Returns the secret that READ makes of the bytes as text. */
static struct secret *from_text(const uint8_t *bytes, size_t length,
                                struct secret *(*read)(const char *, GError **))
{
    char *text = g_strndup((const char *)bytes, length);
    struct secret *secret = strlen(text) == length ? read(text, NULL) : NULL;
    secret_wipe(text, length);
    g_free(text);
    return secret;
}

struct secret *encoded_from_hex(const uint8_t *bytes, size_t length)
{
    const size_t prefix = length > 2 && bytes[0] == '0' && (bytes[1] | 0x20) == 'x' ? 2 : 0;
    return from_text(bytes + prefix, length - prefix, secret_from_hex);
}

struct secret *encoded_as_base64(const uint8_t *bytes, size_t length)
{
    char *text = g_base64_encode(bytes, length);
    struct secret *secret = secret_new(text, strlen(text));
    secret_wipe(text, strlen(text));
    g_free(text);
    return secret;
}

struct secret *encoded_as_base64_line(const uint8_t *bytes, size_t length)
{
    GByteArray *line = variant_room(bytes, length, length + 1);
    struct secret *all = variant_secret(g_byte_array_append(line, (const guint8 *)"\n", 1));
    size_t size;
    const uint8_t *text = secret_bytes(all, &size);
    struct secret *secret = encoded_as_base64(text, size);
    secret_free(all);
    return secret;
}

struct secret *encoded_from_base64(const uint8_t *bytes, size_t length)
{
    return from_text(bytes, length, secret_from_base64);
}

/* Returns the secret that the bytes encode as Cisco type 7. */
struct secret *encoded_from_cisco7(const uint8_t *bytes, size_t length)
{
    return disguise_cisco7((struct word){.at = (const char *)bytes, .length = length});
}

struct secret *encoded_from_junos9(const uint8_t *bytes, size_t length)
{
    return disguise_junos9((struct word){.at = (const char *)bytes, .length = length});
}

/* Returns the secret as a shell reads it in double quotes, if there are no such variables. */
struct secret *encoded_without_variables(const uint8_t *bytes, size_t length)
{
    GByteArray *rest = variant_room(NULL, 0, length);
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == '$' && i + 1 < length &&
            (g_ascii_isalpha(bytes[i + 1]) || bytes[i + 1] == '_'))
            while (i + 1 < length && (g_ascii_isalnum(bytes[i + 1]) || bytes[i + 1] == '_'))
                i++;
        else
            g_byte_array_append(rest, bytes + i, 1);
    }
    return variant_secret(rest);
}

/* Returns the secret after each backslash has made the next byte literal. */
struct secret *encoded_without_backslashes(const uint8_t *bytes, size_t length)
{
    GByteArray *rest = variant_room(NULL, 0, length);
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == '\\' && i + 1 < length)
            i++;
        g_byte_array_append(rest, bytes + i, 1);
    }
    return variant_secret(rest);
}

/* Returns the secret encoded for a URL, RFC 3986 section 2.1. Letters, digits and SAFE are not
 * encoded. */
static struct secret *percent_encoded(const uint8_t *bytes, size_t length, const char *safe)
{
    GByteArray *text = variant_room(NULL, 0, 3 * length);
    for (size_t i = 0; i < length; i++) {
        const char digits[] = "0123456789ABCDEF";
        const char code[] = {'%', digits[bytes[i] >> 4], digits[bytes[i] & 15]};
        const bool plain = g_ascii_isalnum(bytes[i]) || (bytes[i] && strchr(safe, bytes[i]));
        g_byte_array_append(text, plain ? bytes + i : (const uint8_t *)code, plain ? 1 : 3);
    }
    return variant_secret(text);
}

struct secret *encoded_as_url(const uint8_t *bytes, size_t length)
{
    return percent_encoded(bytes, length, "-._~");
}

/* Returns the secret encoded as by JavaScript's encodeURIComponent(). */
struct secret *encoded_as_component(const uint8_t *bytes, size_t length)
{
    return percent_encoded(bytes, length, "-._~!'()*");
}

/* Returns the secret encoded as in a form, with a plus sign for each space. */
struct secret *encoded_as_form(const uint8_t *bytes, size_t length)
{
    static const uint8_t coded_space[] = {'%', '2', '0'};
    struct secret *coded = encoded_as_url(bytes, length);
    size_t coded_length;
    const uint8_t *at = secret_bytes(coded, &coded_length);
    GByteArray *text = variant_room(NULL, 0, coded_length);

    for (size_t i = 0; i < coded_length; i++) {
        const bool space = coded_length - i >= 3 && memcmp(at + i, coded_space, 3) == 0;
        g_byte_array_append(text, space ? (const uint8_t *)"+" : at + i, 1);
        i += space ? 2 : 0;
    }
    secret_free(coded);
    return variant_secret(text);
}

static struct secret *percent_decoded(const uint8_t *bytes, size_t length, char space)
{
    GByteArray *text = variant_room(NULL, 0, length);
    for (size_t i = 0; i < length; i++) {
        uint8_t byte = bytes[i] == (uint8_t)space ? ' ' : bytes[i];
        if (byte == '%' && length - i > 2 && g_ascii_isxdigit(bytes[i + 1]) &&
            g_ascii_isxdigit(bytes[i + 2])) {
            byte = (uint8_t)(g_ascii_xdigit_value(bytes[i + 1]) << 4 |
                             g_ascii_xdigit_value(bytes[i + 2]));
            i += 2;
        }
        g_byte_array_append(text, &byte, 1);
    }
    return variant_secret(text);
}

struct secret *encoded_from_url(const uint8_t *bytes, size_t length)
{
    return percent_decoded(bytes, length, ' ');
}

struct secret *encoded_from_form(const uint8_t *bytes, size_t length)
{
    return percent_decoded(bytes, length, '+');
}

struct secret *encoded_as_utf8(const uint8_t *bytes, size_t length)
{
    GByteArray *text = variant_room(NULL, 0, 2 * length);
    for (size_t i = 0; i < length; i++) {
        const uint8_t pair[] = {(uint8_t)(0xc0 | bytes[i] >> 6),
                                (uint8_t)(0x80 | (bytes[i] & 0x3f))};
        const bool ascii = bytes[i] < 0x80;
        g_byte_array_append(text, ascii ? bytes + i : pair, ascii ? 1 : 2);
    }
    return variant_secret(text);
}

/* Returns the secret converted to latin-1, or NULL if that lacks one of its letters. */
struct secret *encoded_as_latin1(const uint8_t *bytes, size_t length)
{
    GByteArray *text = variant_room(NULL, 0, length);
    bool possible = true;

    for (size_t i = 0; i < length; i++) {
        const bool pair =
            (bytes[i] & 0xfe) == 0xc2 && i + 1 < length && (bytes[i + 1] & 0xc0) == 0x80;
        const uint8_t byte = pair ? (uint8_t)(bytes[i] << 6 | (bytes[i + 1] & 0x3f)) : bytes[i];
        possible &= pair || byte < 0x80;
        g_byte_array_append(text, &byte, 1);
        i += pair;
    }
    struct secret *secret = variant_secret(text);
    if (possible)
        return secret;
    secret_free(secret);
    return NULL;
}
