/* KMAC256, NIST SP 800-185 section 4. libgcrypt has only parts of it, and only since 1.11.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_KMAC_H
#define TCPAUTH_VERIFY_KMAC_H

#include "mac.h"

struct kmac;

struct kmac_parameters {
    struct span key;           /* up to 255 octets */
    const char *customization; /* static; "" for none */
    size_t length;             /* of the MAC, in octets */
};

/* Returns true if KMAC256 can be computed with this system's libgcrypt and with the one that this
 * was built with. */
bool kmac_is_available(void);

/* Returns a handle with the key of PARAMETERS, or NULL if KMAC256 is not available. Free with
 * kmac_free(). */
struct kmac *kmac_new(const struct kmac_parameters *parameters);

/* Frees KMAC and wipes its key. Does nothing if KMAC is NULL. */
void kmac_free(struct kmac *kmac);

/* Makes START the beginning of each message, after earlier such bytes. Does nothing if KMAC is
 * NULL. */
void kmac_begin_with(struct kmac *kmac, const struct span *start);

/* Writes the MAC of INPUT to RESULT, which must have room for it. Returns false on error. */
bool kmac_compute(struct kmac *kmac, const struct mac_input *input, uint8_t *result);

#endif
