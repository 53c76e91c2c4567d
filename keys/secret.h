/* The bytes of one secret. They have no text form, and are wiped when they are freed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_SECRET_H
#define TCPAUTH_KEYS_SECRET_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct secret;

/* Returns a secret with a copy of LENGTH bytes of any value, including zero. Free with
 * secret_free(). */
struct secret *secret_new(const void *bytes, size_t length);

/* Returns the secret in TEXT, pairs of hexadecimal digits without a prefix. Returns NULL and sets
 * ERROR (domain KEY_ERROR) if TEXT is anything else; the error never repeats TEXT. Free with
 * secret_free(). */
struct secret *secret_from_hex(const char *text, GError **error);

/* Returns the secret in TEXT, base64 (RFC 4648 section 4) with padding. Returns NULL and sets ERROR
 * as secret_from_hex() does. Free with secret_free(). */
struct secret *secret_from_base64(const char *text, GError **error);

/* Returns the bytes, owned by SECRET, and sets *LENGTH to their number. */
const uint8_t *secret_bytes(const struct secret *secret, size_t *length);

/* Returns a copy of SECRET, or NULL if that is NULL. Free with secret_free(). */
struct secret *secret_copy(const struct secret *secret);

/* Returns true if A and B have the same bytes. The time depends only on their lengths. */
bool secret_equal(const struct secret *a, const struct secret *b);

/* Wipes and frees SECRET. Does nothing if SECRET is NULL. */
void secret_free(struct secret *secret);

/* Overwrites LENGTH BYTES that held a secret, in a way that no compiler removes. */
void secret_wipe(void *bytes, size_t length);

#endif
