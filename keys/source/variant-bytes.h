/* How a variant of a secret is made, without leaving bytes of it in memory.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_SOURCE_VARIANT_BYTES_H
#define TCPAUTH_KEYS_SOURCE_VARIANT_BYTES_H

#include "keys/secret.h"

#include <glib.h>

/* Returns the secret that BYTES hold, and wipes and frees BYTES. Free with secret_free(). */
static inline struct secret *variant_secret(GByteArray *bytes)
{
    struct secret *secret = secret_new(bytes->data, bytes->len);
    secret_wipe(bytes->data, bytes->len);
    g_byte_array_unref(bytes);
    return secret;
}

/* Returns a copy of LENGTH bytes with room for TO bytes: an array that grows would leave secrets
 * behind. */
static inline GByteArray *variant_room(const void *bytes, size_t length, size_t to)
{
    GByteArray *copy = g_byte_array_sized_new((guint)MAX(length, to));
    return g_byte_array_append(copy, bytes, (guint)length);
}

/* Returns the secret without its first FRONT and its last BACK bytes. */
static inline struct secret *variant_part(const uint8_t *bytes, size_t length, size_t front,
                                          size_t back)
{
    return length > front + back ? secret_new(bytes + front, length - front - back) : NULL;
}

#endif
