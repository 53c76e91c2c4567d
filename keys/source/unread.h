/* Finds keys that are in a configuration, but not among those that were read from it: those of
 * another system, those that later lines replaced, and those in damaged lines.
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

/* Adds a problem for each key in TEXT that another one replaced after a block of BGP began again,
 * of which a router prints one. IMPORT has the keys that DIALECT read, the first of them at index
 * BEFORE. */
void unread_report_replaced(const struct text *text, const struct import *import,
                            const struct dialect *dialect, unsigned before);

/* Adds a problem for each command "set" in TEXT that gives another secret to what a command before
 * it gave one, without a command such as "delete" or "edit" between them: a saved configuration
 * has one of them. */
void unread_report_set_again(const struct text *text, const struct import *import);

/* Adds a problem at the first key in TEXT that DIALECT would read if its line was not damaged, as
 * by a word processor or a window that was too narrow. IMPORT has the keys that were read, the
 * first of them at index BEFORE, and the problems that were found, the first of them at index AT.
 */
void unread_report_damaged(const struct text *text, const struct import *import,
                           const struct dialect *dialect, unsigned before, guint at);

/* Adds a problem at the first line of TEXT that looks like one with a key and that no later line
 * removes. Call if neither a key nor a problem was found. */
void unread_report_none(const struct text *text, const struct import *import);

#endif
