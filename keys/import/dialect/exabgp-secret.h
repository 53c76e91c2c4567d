/* Reads the secrets in ExaBGP's configurations.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_EXABGP_SECRET_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_EXABGP_SECRET_H

#include "keys/secret.h"
#include "keys/import/text/statement.h"

/* Returns the value of "md5-password VALUE", quoted or not. Backslashes have the same meaning as in
 * JSON. If there are several words, the first one counts. Free with secret_free(). */
struct secret *exabgp_text(const struct statement *statement);

/* Returns the value of "md5 VALUE", as ExaBGP 3 reads it: the rest of the line, without quotes
 * around it. Free with secret_free(). */
struct secret *exabgp_old_text(const struct statement *statement);

/* Decodes TEXT from base64, with or without padding. Returns NULL if it is not base64. Free with
 * secret_free(). */
struct secret *exabgp_from_base64(const struct secret *text);

/* Returns true if ExaBGP 4 reads TEXT of unspecified kind as base64: it does so if all characters
 * are digits or a to f. */
bool exabgp_looks_like_base64(const struct secret *text);

#endif
