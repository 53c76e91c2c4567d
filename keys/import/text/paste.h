/* What programs add to a configuration on its way into a file: pagers, mail, word processors, diff.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_PASTE_H
#define TCPAUTH_KEYS_IMPORT_TEXT_PASTE_H

#include "keys/text.h"

/* Removes it from TEXT, in place:
 *
 * - what a pager overwrote, " --More-- " with backspaces or escape sequences after it
 * - the marks "> " of a quoted mail, if two lines or more have them
 * - the numbers of lines, if most lines have them, as "cat -n" and "grep -n" write them
 * - what Cisco's log has before commands, but for the name of the router
 * - the times before lines in the log of a terminal program, if two lines or more have them
 * - the removed lines of a diff, and the marks of the others, also if it lacks the lines "@@"
 * - byte order marks and zero-width spaces before a line
 * - no-break spaces become spaces if they indent a line, as in a web page; otherwise one in a
 * secret may be the router's
 * - carriage returns in place of newlines
 *
 * No line becomes another line, except that a line that ends with a carriage return alone is one.
 * Wipes the bytes that remain behind the new end. */
void paste_clean(struct text *text);

#endif
