/* Functions for all formats: they write the parts of a key.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "format.h"

#include <string.h>

bool format_is_address(const struct prefix *prefix)
{
    return prefix->address.length > 0 && prefix->bits == 8 * prefix->address.length;
}

bool format_is_plain(const struct secret *secret, size_t longest, const char *except)
{
    size_t length;
    const uint8_t *bytes = secret_bytes(secret, &length);
    bool plain = length <= longest;
    for (size_t i = 0; plain && i < length; i++)
        plain = g_ascii_isprint((char)bytes[i]) && !strchr(except, bytes[i]);
    return plain;
}

void format_add_secret(struct text *text, const struct secret *secret)
{
    size_t length;
    const uint8_t *bytes = secret_bytes(secret, &length);
    text_append(text, bytes, length);
}

void format_add_hex(struct text *text, const struct secret *secret)
{
    const char digits[] = "0123456789abcdef";
    size_t length;
    const uint8_t *bytes = secret_bytes(secret, &length);
    for (size_t i = 0; i < length; i++) {
        text_append(text, &digits[bytes[i] >> 4], 1);
        text_append(text, &digits[bytes[i] & 15], 1);
    }
}

void format_add_end(struct text *text, const struct prefix *prefix)
{
    char *end = prefix_text(prefix);
    text_add(text, end);
    g_free(end);
}
