/* Secrets whose letters beyond ASCII were typed or stored in another way.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_SOURCE_VARIANT_ACCENTS_H
#define TCPAUTH_KEYS_SOURCE_VARIANT_ACCENTS_H

#include "keys/secret.h"

/* Each function returns what was made of LENGTH BYTES, or NULL if they are not UTF-8, or have no
 * letters to which that could have happened. Free with secret_free(). */
struct secret *accents_composed(const uint8_t *bytes, size_t length);
struct secret *accents_decomposed(const uint8_t *bytes, size_t length);
struct secret *accents_dropped(const uint8_t *bytes, size_t length);
struct secret *accents_lost(const uint8_t *bytes, size_t length);
struct secret *accents_in_cp850(const uint8_t *bytes, size_t length);

#endif
