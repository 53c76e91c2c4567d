/* The secrets of Huawei VRP and HPE Comware.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_VRP_SECRET_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_VRP_SECRET_H

#include "keys/import/import.h"
#include "keys/import/text/statement.h"

/* Gives KEY the secret that begins with the word at TEXT of STATEMENT, or the reason why it has
 * none. The word at KIND is "simple", "plain" or "cipher"; without such a word, the secret begins
 * at KIND. Returns false and adds a problem if the secret is empty. */
bool vrp_secret_set(const struct import *import, struct key *key, const struct statement *statement,
                    unsigned kind, unsigned text);

#endif
