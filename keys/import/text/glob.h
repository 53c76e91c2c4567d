/* Matches the patterns of shells, with the wildcards "*", "?" and "[a-z]".
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_GLOB_H
#define TCPAUTH_KEYS_IMPORT_TEXT_GLOB_H

#include "statement.h"

/* Returns true if PATTERN names WORD. The time is at most proportional to the product of their
 * lengths; with fnmatch() it grows with every "*". */
bool glob_fits(struct word pattern, struct word word);

#endif
