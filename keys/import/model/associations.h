/* The security associations that setkey(8) adds and deletes, and the keys that remain.
 *
 * An association holds the key of one direction. Two associations of opposite directions with the
 * same secret make one key.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_MODEL_ASSOCIATIONS_H
#define TCPAUTH_KEYS_IMPORT_MODEL_ASSOCIATIONS_H

#include "keys/import/import.h"

struct association {
    struct prefix ends[2]; /* from, to */
    uint16_t port;         /* the port of either end, or KEY_ANY_PORT */
    uint32_t spi;
    unsigned line; /* the line of the secret */
    struct secret *secret;
};

struct associations;

struct associations *associations_new(void);
void associations_free(struct associations *associations);

/* Adds ASSOCIATION and takes ownership of its secret. Returns false, and frees the secret, if there
 * is an association with the same ends and SPI: the kernel accepts no second one. */
bool associations_add(struct associations *associations, const struct association *association);

/* Deletes the associations with the ends of ASSOCIATION and, unless ANY_SPI is set, with its
 * SPI. */
void associations_delete(struct associations *associations, const struct association *association,
                         bool any_spi);

/* Deletes all associations. */
void associations_flush(struct associations *associations);

/* Adds the keys of ASSOCIATIONS to IMPORT, in the order in which they were added. */
void associations_import(struct associations *associations, const struct import *import);

#endif
