/* Secrets that were typed or pasted wrongly.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_SOURCE_VARIANT_TYPED_H
#define TCPAUTH_KEYS_SOURCE_VARIANT_TYPED_H

#include "keys/secret.h"

/* Each function returns what was made of LENGTH BYTES, or NULL if they are not such a secret. Free
 * with secret_free(). */
struct secret *typed_in_lower_case(const uint8_t *bytes, size_t length);
struct secret *typed_in_upper_case(const uint8_t *bytes, size_t length);
struct secret *typed_in_other_case(const uint8_t *bytes, size_t length);
struct secret *typed_with_y_and_z(const uint8_t *bytes, size_t length);
struct secret *typed_without_end(const uint8_t *bytes, size_t length);
struct secret *typed_without_quotes(const uint8_t *bytes, size_t length);
struct secret *typed_without_type(const uint8_t *bytes, size_t length);
struct secret *typed_with_first_upper(const uint8_t *bytes, size_t length);
struct secret *typed_with_first_lower(const uint8_t *bytes, size_t length);
struct secret *typed_as_name(const uint8_t *bytes, size_t length);
struct secret *typed_in_title_case(const uint8_t *bytes, size_t length);
struct secret *typed_without_front(const uint8_t *bytes, size_t length);
struct secret *typed_without_margins(const uint8_t *bytes, size_t length);
struct secret *typed_without_first(const uint8_t *bytes, size_t length);
struct secret *typed_without_last(const uint8_t *bytes, size_t length);
struct secret *typed_twice(const uint8_t *bytes, size_t length);
struct secret *typed_half(const uint8_t *bytes, size_t length);

#endif
