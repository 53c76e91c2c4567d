/* Questions at the terminal, whose answers are not shown.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_TERMINAL_H
#define TCPAUTH_CLI_TERMINAL_H

#include "keys/text.h"

#include <stdbool.h>

/* Returns true if there is a terminal to ask at. */
bool terminal_exists(void);

/* Appends the line that is the answer to QUESTION, without its end. False if there is no terminal,
 * or it ended. A signal that would end or stop the process does so after the terminal is as before.
 */
bool terminal_ask(const char *question, struct text *answer);

#endif
