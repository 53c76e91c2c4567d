/* The secrets in ExaBGP's configurations.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_EXABGP_SECRET_H
#define TCPAUTH_KEYS_IMPORT_EXABGP_SECRET_H

#include "keys/secret.h"
#include "statement.h"

/* The value of "md5-password VALUE", where backslashes are read as in JSON, in quotes or not, and
 * where the first word counts if there are several. Free with secret_free(). */
struct secret *exabgp_text(const struct statement *statement);

/* The value of "md5 VALUE", as ExaBGP 3 reads it: the rest of the line, without quotes around it.
 */
struct secret *exabgp_old_text(const struct statement *statement);

/* The bytes that TEXT tells in base64, whose padding may be left out; NULL if it is no base64. */
struct secret *exabgp_from_base64(const struct secret *text);

/* Would ExaBGP 4, if nothing tells it what TEXT is, take it for base64? It does so with what is
 * made of the digits 0 to 9 and a to f alone. */
bool exabgp_looks_like_base64(const struct secret *text);

#endif
