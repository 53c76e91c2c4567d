/* The banners of Cisco's systems and their relatives, which may hold any text.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_BANNER_H
#define TCPAUTH_KEYS_IMPORT_TEXT_BANNER_H

#include "statement.h"

#include <stdbool.h>

/* Where a reader of lines is. All of it is zero at the start of a text. */
struct banner {
    struct word mark; /* that ends the current banner; empty between banners */
    bool is_endless;  /* no line "EOF" comes any more */
};

/* Returns true if LINE is in a banner, as its last line is, but not its first. A banner without an
 * end in REST, the text after LINE, is none. Call for all lines of a text in order: the costs of
 * all calls are then proportional to the text. */
bool banner_covers(struct banner *banner, struct word line, struct word rest);

#endif
