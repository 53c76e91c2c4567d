/* A moment that the user names, or now.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_MOMENT_H
#define TCPAUTH_CLI_MOMENT_H

#include <stdbool.h>
#include <stdint.h>

/* Sets MOMENT to the time in TEXT, or to now if that is NULL. If TEXT is not a time, prints so and
 * returns false. The message calls it NAME, as the command's usage does. */
bool moment_parse(const char *name, const char *text, int64_t *moment);

#endif
