/* The patterns of shells, in which "*", "?" and "[a-z]" stand for others.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_GLOB_H
#define TCPAUTH_KEYS_IMPORT_TEXT_GLOB_H

#include "statement.h"

/* Returns true if PATTERN names WORD. Takes time in proportion to the product of their lengths, not
 * more with every "*", as fnmatch() does. */
bool glob_fits(struct word pattern, struct word word);

#endif
