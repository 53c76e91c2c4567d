/* Repairs the lines of a configuration that were damaged on their way into a file.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_SOURCE_REPAIR_H
#define TCPAUTH_KEYS_SOURCE_REPAIR_H

#include "keys/text.h"

#include <stdbool.h>

/* Adds to REPAIRED, which is empty, TEXT without the characters that a word processor or a web page
 * added: spaces and dashes become those of the keyboard, invisible characters and marks before
 * lines are removed, and capitals become small letters in lines that may have a key. Returns false
 * and adds nothing if TEXT has none of them. The secrets in REPAIRED may be others than in TEXT. */
bool repair_characters(const struct text *text, struct text *repaired);

/* Adds to REPAIRED, which is empty, TEXT with a line joined to the one before if that ends where a
 * key should follow, or if most lines are commands and it is none. A line that
 * is not joined keeps its number. Adds to LINES (a set of numbers) the lines to which others were
 * joined. Returns false and adds nothing if there are none. */
bool repair_breaks(const struct text *text, struct text *repaired, GHashTable *lines);

/* If most statements of TEXT end with semicolons, adds one to REPAIRED, which is empty, where a
 * line ends without one and without a brace, and to LINES (numbers from 1) that line and the next
 * one. Returns false and adds nothing if there is no such line. */
bool repair_ends(const struct text *text, struct text *repaired, GHashTable *lines);

#endif
