/* The name that a mistyped word was probably meant to be.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_NEAREST_H
#define TCPAUTH_CLI_NEAREST_H

/* Returns the one of NAMES, which end with NULL, that WORD begins or that fewest letters tell apart
 * from it: the first one if several are as near. Case is ignored. Returns NULL if none is near. */
const char *nearest_name(const char *word, const char *const *names);

/* Returns "; did you mean NAME?" for the nearest name, or "" if none is near. Free with g_free().
 */
char *nearest_question(const char *word, const char *const *names);

#endif
