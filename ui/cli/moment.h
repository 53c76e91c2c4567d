/* A time given by the user, or the current time.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_MOMENT_H
#define TCPAUTH_CLI_MOMENT_H

#include <stdbool.h>
#include <stdint.h>

/* Sets *MOMENT to the time in TEXT, or to the current time if TEXT is NULL. If TEXT is not a time,
 * prints a message and returns false. The message calls the argument NAME, as the command's usage
 * does. */
bool moment_parse(const char *name, const char *text, int64_t *moment);

#endif
