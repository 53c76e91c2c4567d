/* The bytes of one secret: they have no text form and are wiped when dropped.
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

/* Copies LENGTH bytes, which may hold any value, zero included. Free with secret_free(). */
struct secret *secret_new(const void *bytes, size_t length);

/* Reads pairs of hexadecimal digits, without a prefix. NULL and ERROR (KEY_ERROR) if TEXT is
 * anything else; the error never repeats TEXT. */
struct secret *secret_from_hex(const char *text, GError **error);

/* Reads base64 (RFC 4648 section 4), padding included. NULL and ERROR as above. */
struct secret *secret_from_base64(const char *text, GError **error);

/* Returns the bytes, which SECRET owns, and sets *LENGTH to their number. */
const uint8_t *secret_bytes(const struct secret *secret, size_t *length);

/* Returns true if A and B have the same bytes. The time it takes depends on their lengths alone. */
bool secret_equal(const struct secret *a, const struct secret *b);

/* Wipes and frees; NULL is ignored. */
void secret_free(struct secret *secret);

/* Overwrites LENGTH bytes that held a secret in passing, in a way no compiler removes. */
void secret_wipe(void *bytes, size_t length);

#endif
