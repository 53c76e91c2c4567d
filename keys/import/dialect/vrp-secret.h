/* The secrets of Huawei VRP and HPE Comware.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_VRP_SECRET_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_VRP_SECRET_H

#include "keys/import/import.h"
#include "keys/import/text/statement.h"

/* Gives KEY the secret of STATEMENT that is the text from the word at TEXT on, where the word at
 * KIND says whether it is in clear text: "simple", "plain" or "cipher"; without such a word the
 * text stands in its place. Else it gets the reason why it has none. False and a problem if it is
 * empty. */
bool vrp_secret_set(const struct import *import, struct key *key, const struct statement *statement,
                    unsigned kind, unsigned text);

#endif
