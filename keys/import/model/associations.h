/* The security associations that setkey(8) adds and deletes, and the keys that remain.
 *
 * An association holds the key of one direction. Those of two directions that hold the same secret
 * are one key.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_MODEL_ASSOCIATIONS_H
#define TCPAUTH_KEYS_IMPORT_MODEL_ASSOCIATIONS_H

#include "keys/import/import.h"

struct association {
    struct prefix ends[2]; /* from, to */
    uint16_t port;         /* of either end, or KEY_ANY_PORT */
    uint32_t spi;
    unsigned line; /* where the secret stands */
    struct secret *secret;
};

struct associations;

struct associations *associations_new(void);
void associations_free(struct associations *associations);

/* Takes the secret over. False, and the secret is freed, if there is one with the same ends and SPI
 * (the kernel takes no second). */
bool associations_add(struct associations *associations, const struct association *association);

/* Deletes those with the ends and, unless ANY_SPI, the SPI of ASSOCIATION. */
void associations_delete(struct associations *associations, const struct association *association,
                         bool any_spi);

/* Deletes all. */
void associations_flush(struct associations *associations);

/* Hands over their keys, in the order in which they were added. */
void associations_import(struct associations *associations, const struct import *import);

#endif
