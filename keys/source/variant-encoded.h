/* Secrets that were encoded or decoded once too often.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_SOURCE_VARIANT_ENCODED_H
#define TCPAUTH_KEYS_SOURCE_VARIANT_ENCODED_H

#include "keys/secret.h"

/* Each function returns what was made of LENGTH BYTES, or NULL if they are not such a secret. Free
 * with secret_free(). */
struct secret *encoded_as_hex(const uint8_t *bytes, size_t length);
struct secret *encoded_as_upper_hex(const uint8_t *bytes, size_t length);
struct secret *encoded_as_prefixed_hex(const uint8_t *bytes, size_t length); /* "0x6b6579" */
struct secret *encoded_from_hex(const uint8_t *bytes, size_t length);
struct secret *encoded_as_base64(const uint8_t *bytes, size_t length);
struct secret *encoded_as_base64_line(const uint8_t *bytes, size_t length);
struct secret *encoded_from_base64(const uint8_t *bytes, size_t length);
struct secret *encoded_from_cisco7(const uint8_t *bytes, size_t length);
struct secret *encoded_from_junos9(const uint8_t *bytes, size_t length);
struct secret *encoded_without_variables(const uint8_t *bytes, size_t length);
struct secret *encoded_without_backslashes(const uint8_t *bytes, size_t length);
struct secret *encoded_as_url(const uint8_t *bytes, size_t length);
struct secret *encoded_as_component(const uint8_t *bytes, size_t length);
struct secret *encoded_as_form(const uint8_t *bytes, size_t length);
struct secret *encoded_from_url(const uint8_t *bytes, size_t length);
struct secret *encoded_from_form(const uint8_t *bytes, size_t length);
struct secret *encoded_as_utf8(const uint8_t *bytes, size_t length);
struct secret *encoded_as_latin1(const uint8_t *bytes, size_t length);

#endif
