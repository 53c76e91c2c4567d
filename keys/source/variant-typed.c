/* Secrets that were typed or pasted wrongly.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "variant-typed.h"

#include "variant-bytes.h"

#include <string.h>

static struct secret *with_each_byte(const uint8_t *bytes, size_t length, int (*convert)(int))
{
    GByteArray *copy = variant_room(bytes, length, length);
    for (size_t i = 0; i < length; i++)
        copy->data[i] = (uint8_t)convert(copy->data[i]);
    return variant_secret(copy);
}

static int to_lower(int byte)
{
    return g_ascii_tolower((gchar)byte) & 0xff;
}

static int to_upper(int byte)
{
    return g_ascii_toupper((gchar)byte) & 0xff;
}

static int case_inverted_byte(int byte)
{
    return g_ascii_isupper((gchar)byte) ? to_lower(byte) : to_upper(byte);
}

struct secret *typed_in_lower_case(const uint8_t *bytes, size_t length)
{
    return with_each_byte(bytes, length, to_lower);
}

struct secret *typed_in_upper_case(const uint8_t *bytes, size_t length)
{
    return with_each_byte(bytes, length, to_upper);
}

/* Returns the secret as typed with Caps Lock. */
struct secret *typed_in_other_case(const uint8_t *bytes, size_t length)
{
    return with_each_byte(bytes, length, case_inverted_byte);
}

static int y_and_z_exchanged(int byte)
{
    const char *const from = "yzYZ", *const to = "zyZY";
    const char *at = byte ? strchr(from, byte) : NULL;
    return at ? to[at - from] : byte;
}

/* Returns the secret as typed on a keyboard with QWERTZ instead of QWERTY, or the reverse. */
struct secret *typed_with_y_and_z(const uint8_t *bytes, size_t length)
{
    return with_each_byte(bytes, length, y_and_z_exchanged);
}

struct secret *typed_without_end(const uint8_t *bytes, size_t length)
{
    size_t end = length;
    while (end > 0 && (g_ascii_isspace(bytes[end - 1]) || bytes[end - 1] == 0))
        end--;
    return end < length ? variant_part(bytes, length, 0, length - end) : NULL;
}

struct secret *typed_without_quotes(const uint8_t *bytes, size_t length)
{
    const bool quoted = length > 2 && bytes[0] == bytes[length - 1] && strchr("\"'", bytes[0]);
    return quoted ? variant_part(bytes, length, 1, 1) : NULL;
}

struct secret *typed_without_type(const uint8_t *bytes, size_t length)
{
    const bool typed = length > 2 && g_ascii_isdigit(bytes[0]) && bytes[1] == ' ';
    return typed ? variant_part(bytes, length, 2, 0) : NULL;
}

/* Returns the secret with only its first letter converted. */
static struct secret *with_first(const uint8_t *bytes, size_t length, int (*convert)(int))
{
    GByteArray *copy = variant_room(bytes, length, length);
    if (length > 0)
        copy->data[0] = (uint8_t)convert(copy->data[0]);
    return variant_secret(copy);
}

struct secret *typed_with_first_upper(const uint8_t *bytes, size_t length)
{
    return with_first(bytes, length, to_upper);
}

struct secret *typed_with_first_lower(const uint8_t *bytes, size_t length)
{
    return with_first(bytes, length, to_lower);
}

/* Returns the secret with a capital letter followed by small ones. */
struct secret *typed_as_name(const uint8_t *bytes, size_t length)
{
    GByteArray *copy = variant_room(bytes, length, length);
    for (size_t i = 0; i < length; i++)
        copy->data[i] = (uint8_t)(i == 0 ? to_upper(bytes[i]) : to_lower(bytes[i]));
    return variant_secret(copy);
}

/* Returns the secret with a capital at the beginning of each word, if there are several. */
struct secret *typed_in_title_case(const uint8_t *bytes, size_t length)
{
    GByteArray *copy = variant_room(bytes, length, length);
    bool is_phrase = false;

    for (size_t i = 0; i < length; i++) {
        const bool begins = i == 0 || strchr(" -_.", bytes[i - 1]);
        is_phrase |= begins && i > 0 && g_ascii_islower(bytes[i]);
        if (begins)
            copy->data[i] = (uint8_t)to_upper(bytes[i]);
    }
    struct secret *secret = variant_secret(copy);
    if (is_phrase)
        return secret;
    secret_free(secret);
    return NULL;
}

struct secret *typed_without_front(const uint8_t *bytes, size_t length)
{
    size_t front = 0;
    while (front < length && g_ascii_isspace(bytes[front]))
        front++;
    return front > 0 ? variant_part(bytes, length, front, 0) : NULL;
}

struct secret *typed_without_margins(const uint8_t *bytes, size_t length)
{
    size_t front = 0, back = 0;
    while (front < length && g_ascii_isspace(bytes[front]))
        front++;
    while (back < length && g_ascii_isspace(bytes[length - 1 - back]))
        back++;
    return front > 0 && back > 0 ? variant_part(bytes, length, front, back) : NULL;
}

struct secret *typed_without_first(const uint8_t *bytes, size_t length)
{
    return variant_part(bytes, length, 1, 0);
}

struct secret *typed_without_last(const uint8_t *bytes, size_t length)
{
    return variant_part(bytes, length, 0, 1);
}

struct secret *typed_twice(const uint8_t *bytes, size_t length)
{
    return variant_secret(
        g_byte_array_append(variant_room(bytes, length, 2 * length), bytes, (guint)length));
}

struct secret *typed_half(const uint8_t *bytes, size_t length)
{
    const size_t half = length / 2;
    const bool is_twice = length % 2 == 0 && memcmp(bytes, bytes + half, half) == 0;
    return is_twice ? variant_part(bytes, length, 0, half) : NULL;
}
