/* Lets standard input be read twice.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_SPOOL_H
#define TCPAUTH_CLI_SPOOL_H

#include <stdbool.h>

/* If standard input is not a regular file, copies it to its end into a temporary file without a
 * name, which takes its place. Prints a message and returns false if that fails. */
bool spool_standard_input(void);

#endif
