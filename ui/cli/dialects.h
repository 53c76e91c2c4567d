/* The formats of the files that keys are read from, by name.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_DIALECTS_H
#define TCPAUTH_CLI_DIALECTS_H

#include <stdbool.h>

/* Returns true if NAME is NULL or names a format. Otherwise prints what is wrong, and the name that
 * was probably meant. */
bool dialects_know(const char *name);

/* Returns the names, for --help. Free with g_free(). */
char *dialects_describe(void);

/* Prints a table of all formats. */
void dialects_show(void);

#endif
