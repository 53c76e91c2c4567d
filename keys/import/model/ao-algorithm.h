/* Reads the names of TCP-AO's algorithms in configurations.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_MODEL_AO_ALGORITHM_H
#define TCPAUTH_KEYS_IMPORT_MODEL_AO_ALGORITHM_H

#include "keys/key.h"

/* The reason why a key with an unknown algorithm has no secret. */
extern const char ao_algorithm_unknown[];

/* Sets KEY's algorithm and MAC length from NAME of LENGTH bytes. A MAC length of 0 means the
 * algorithm's own. Case and punctuation do not matter: "HMAC-SHA1-96", "hmac sha1", "AES_128_CMAC".
 * Returns false if NAME is not an algorithm of TCP-AO; KEY then has HMAC-SHA-1-96. */
bool ao_algorithm_set(struct key *key, const char *name, size_t length);

#endif
