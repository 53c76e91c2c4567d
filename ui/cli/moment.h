/* A moment that the user names, or now.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_MOMENT_H
#define TCPAUTH_CLI_MOMENT_H

#include <stdbool.h>
#include <stdint.h>

/* Sets MOMENT to the time in TEXT, or to now if that is NULL; false and a complaint if TEXT is no
 * time. */
bool moment_parse(const char *text, int64_t *moment);

#endif
