/* The names that configurations have for the algorithms of TCP-AO.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_MODEL_AO_ALGORITHM_H
#define TCPAUTH_KEYS_IMPORT_MODEL_AO_ALGORITHM_H

#include "keys/key.h"

/* Why a key has no secret if its algorithm is not known. */
extern const char ao_algorithm_unknown[];

/* Sets KEY's algorithm, and its MAC length if that is not the algorithm's own, from NAME of LENGTH
 * bytes. Case and marks do not matter: "HMAC-SHA1-96", "hmac sha1", "AES_128_CMAC". Returns false
 * if NAME is none of an algorithm of TCP-AO; KEY then has HMAC-SHA-1-96. */
bool ao_algorithm_set(struct key *key, const char *name, size_t length);

#endif
