/* The names of the formats from which keys can be read.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_DIALECTS_H
#define TCPAUTH_CLI_DIALECTS_H

#include <stdbool.h>

/* Returns true if NAME is NULL or the name of a format. Otherwise prints a message with the name
 * that was probably meant, and returns false. */
bool dialects_know(const char *name);

/* Returns the names of all formats, for --help. Free with g_free(). */
char *dialects_describe(void);

/* Prints a table of all formats. */
void dialects_show(void);

#endif
