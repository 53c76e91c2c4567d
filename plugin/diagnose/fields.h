/* The fields of a message, with the bytes that are hashed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_FIELDS_H
#define TCPAUTH_DIAGNOSE_FIELDS_H

#include "plugin/verify/message.h"

/* Appends a line for each field of the message CAPTURED; below it, if the message ORIGINAL, of the
 * same family, had another value there, one with that. Is there such a line? Of ORIGINAL's data
 * only the length is looked at. */
bool fields_append(GString *text, const struct message *captured, const struct message *original);

#endif
