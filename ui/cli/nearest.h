/* Finds the name that a mistyped word was probably meant to be.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_NEAREST_H
#define TCPAUTH_CLI_NEAREST_H

/* Returns the one of NAMES, which end with NULL, that begins with WORD or differs from it in the
 * fewest letters; the first such name. Ignores case. Returns NULL if no name is near. */
const char *nearest_name(const char *word, const char *const *names);

/* Returns "; did you mean NAME?" with the nearest name, or "" if no name is near. Free with
 * g_free().
 */
char *nearest_question(const char *word, const char *const *names);

#endif
