/* The fields of a message, with the bytes that are hashed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_HYPOTHESIS_FIELDS_H
#define TCPAUTH_DIAGNOSE_HYPOTHESIS_FIELDS_H

#include "plugin/verify/message.h"

/* Appends a line for each field of the message CAPTURED, in the order in which they are hashed. If
 * the message ORIGINAL has another value, a line marked ">" with that value follows. The marked
 * lines, and the others without a marked one after them, are what is hashed for ORIGINAL. Returns
 * true if there is a marked line.
 *
 * ORIGINAL may be of the other address family. Its data is that of CAPTURED or the beginning of it;
 * or the data is unknown, and DATA.BYTES is NULL. */
bool fields_append(GString *text, const struct message *captured, const struct message *original);

/* Appends the bytes of SPAN in hexadecimal, each after a space. */
void fields_append_bytes(GString *text, struct span span);

#endif
