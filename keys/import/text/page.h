/* A configuration in a web page, as a browser, a wiki or a mail program saves it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_PAGE_H
#define TCPAUTH_KEYS_IMPORT_TEXT_PAGE_H

#include "keys/text.h"

#include <stdbool.h>

/* If TEXT is HTML, adds to LINES, which is empty, the lines that a browser shows, and returns true.
 * A line keeps its number if the source has a newline where the page has one. Otherwise returns
 * false and adds nothing. */
bool page_find(const struct text *text, struct text *lines);

#endif
