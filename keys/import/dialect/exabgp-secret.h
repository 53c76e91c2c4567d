/* The secrets in ExaBGP's configurations.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_EXABGP_SECRET_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_EXABGP_SECRET_H

#include "keys/secret.h"
#include "keys/import/text/statement.h"

/* Returns the value of "md5-password VALUE", where backslashes are read as in JSON, in quotes or
 * not, and where the first word counts if there are several. Free with secret_free(). */
struct secret *exabgp_text(const struct statement *statement);

/* Returns the value of "md5 VALUE", as ExaBGP 3 reads it: the rest of the line, without quotes
 * around it. */
struct secret *exabgp_old_text(const struct statement *statement);

/* Returns the bytes that TEXT tells in base64, whose padding may be left out, or NULL if it is no
 * base64. */
struct secret *exabgp_from_base64(const struct secret *text);

/* Returns true if ExaBGP 4 would take TEXT for base64 where nothing says what it is: it does so
 * with text that consists of the digits 0 to 9 and a to f. */
bool exabgp_looks_like_base64(const struct secret *text);

#endif
