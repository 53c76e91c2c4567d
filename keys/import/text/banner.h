/* The banners of Cisco's systems and their relatives, which may hold any text.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_BANNER_H
#define TCPAUTH_KEYS_IMPORT_TEXT_BANNER_H

#include "statement.h"

/* Returns the mark that ends the banner which begins at LINE: the first line after it that contains
 * the mark is its last one. Returns an empty word if LINE begins no banner, or ends it itself. */
struct word banner_mark(struct word line);

/* Returns true if LINE is the last one of a banner that MARK, from banner_mark() and not empty,
 * ends. */
bool banner_ends(struct word line, struct word mark);

/* Returns true if LINE is in a banner, as its last line is, but not its first. MARK is that of the
 * current banner; it is empty at the start of a text, and between banners. A banner without an end
 * in REST, the text after LINE, is none. */
bool banner_covers(struct word *mark, struct word line, struct word rest);

#endif
