/* The bytes of one secret, and the notations in which it can be written.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "secret.h"

#include "problem.h"

#include <string.h>

struct secret {
    size_t length;
    uint8_t bytes[];
};

static struct secret *secret_alloc(size_t length)
{
    struct secret *secret = g_malloc(sizeof *secret + length);
    secret->length = length;
    return secret;
}

struct secret *secret_new(const void *bytes, size_t length)
{
    struct secret *secret = secret_alloc(length);
    if (length > 0)
        memcpy(secret->bytes, bytes, length);
    return secret;
}

struct secret *secret_from_hex(const char *text, GError **error)
{
    const size_t digits = strlen(text);
    if (digits == 0 || digits % 2 != 0 || strspn(text, "0123456789abcdefABCDEF") != digits) {
        g_set_error_literal(error, KEY_ERROR, KEY_ERROR_VALUE,
                            "the secret is not pairs of hexadecimal digits");
        return NULL;
    }
    struct secret *secret = secret_alloc(digits / 2);
    for (size_t i = 0; i < secret->length; i++)
        secret->bytes[i] = (uint8_t)(g_ascii_xdigit_value(text[2 * i]) << 4 |
                                     g_ascii_xdigit_value(text[2 * i + 1]));
    return secret;
}

/* GLib's decoder skips whatever is not base64. For a secret that would hide errors, so TEXT must be
 * exactly what encoding the result gives. */
struct secret *secret_from_base64(const char *text, GError **error)
{
    size_t length;
    uint8_t *bytes = g_base64_decode(text, &length);
    char *canonical = g_base64_encode(bytes, length);
    struct secret *secret = NULL;

    if (length > 0 && strcmp(canonical, text) == 0)
        secret = secret_new(bytes, length);
    else
        g_set_error_literal(error, KEY_ERROR, KEY_ERROR_VALUE, "the secret is not base64");
    secret_wipe(canonical, strlen(canonical));
    secret_wipe(bytes, length);
    g_free(canonical);
    g_free(bytes);
    return secret;
}

const uint8_t *secret_bytes(const struct secret *secret, size_t *length)
{
    *length = secret->length;
    return secret->bytes;
}

struct secret *secret_copy(const struct secret *secret)
{
    size_t length;
    const uint8_t *bytes = secret ? secret_bytes(secret, &length) : NULL;
    return secret ? secret_new(bytes, length) : NULL;
}

bool secret_equal(const struct secret *a, const struct secret *b)
{
    uint8_t difference = 0;
    if (a->length != b->length)
        return false;
    for (size_t i = 0; i < a->length; i++)
        difference |= a->bytes[i] ^ b->bytes[i];
    return difference == 0;
}

void secret_free(struct secret *secret)
{
    if (!secret)
        return;
    secret_wipe(secret->bytes, secret->length);
    g_free(secret);
}

void secret_wipe(void *bytes, size_t length)
{
    explicit_bzero(bytes, length);
}
