/* The fields of a message, with the bytes that are hashed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_HYPOTHESIS_FIELDS_H
#define TCPAUTH_DIAGNOSE_HYPOTHESIS_FIELDS_H

#include "plugin/verify/message.h"

/* Appends a line for each field of the message CAPTURED, in the order in which they are hashed.
 * Where the message ORIGINAL has something else, a line marked ">" with that follows, so that those
 * lines and the others without one are what is hashed for ORIGINAL; returns true if there is such a
 * line. ORIGINAL may be of the other family. Its data are those of CAPTURED, or fewer of them; or
 * they are not known, and DATA.BYTES is NULL. */
bool fields_append(GString *text, const struct message *captured, const struct message *original);

#endif
