/* What programs add to the lines of a configuration when they list it: names, numbers, end marks.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_LISTING_H
#define TCPAUTH_KEYS_IMPORT_TEXT_LISTING_H

#include "keys/text.h"

/* Removes it from TEXT, in place, if most lines have it:
 *
 * - the name of the file before each line, and the line's number, as "grep -r", "grep -n" and "git
 * grep" write them
 * - right-aligned numbers that count up, with one space after them, as vim and less show them
 * - "$" and "^M" at the ends of lines, as "cat -A" and vim show them
 * - the marks of "diff -c", and the lines of the old file, whatever number of lines has them
 *
 * No line becomes another line. Wipes the bytes that remain behind the new end. Adds to LINES
 * (unsigned) the number of each line at which another file begins. */
void listing_clean(struct text *text, GArray *lines);

#endif
