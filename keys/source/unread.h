/* Finds the keys of another system in a configuration that was read as that of one.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_SOURCE_UNREAD_H
#define TCPAUTH_KEYS_SOURCE_UNREAD_H

#include "keys/import/dialect.h"
#include "keys/text.h"

/* Adds a problem at the first key in TEXT that the dialect in FOUND does not read, although another
 * one does that TEXT surely resembles, too. IMPORT has the keys that were read, the first of them
 * at index BEFORE. */
void unread_report(const struct text *text, const struct import *import,
                   const struct recognition *found, unsigned before);

#endif
