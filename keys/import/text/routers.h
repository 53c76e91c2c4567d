/* Finds where the configuration of another router begins in a file with several of them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_ROUTERS_H
#define TCPAUTH_KEYS_IMPORT_TEXT_ROUTERS_H

#include <glib.h>

/* Adds to LINES (unsigned) the number of each line in LENGTH bytes of TEXT at which the
 * configuration of another router begins. Only a certain sign counts, such as a second host name. A
 * file with one configuration has none. */
void routers_find(const char *text, size_t length, GArray *lines);

#endif
