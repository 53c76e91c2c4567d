/* Asks questions at the terminal without showing the answers.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_TERMINAL_H
#define TCPAUTH_CLI_TERMINAL_H

#include "keys/text.h"

#include <stdbool.h>

/* Returns true if there is a terminal to ask at. */
bool terminal_exists(void);

/* Asks QUESTION and appends the answer, without its line end, to ANSWER. Returns false if there is
 * no terminal or its input ended. A signal that would end or stop the process does so after the
 * terminal is restored.
 */
bool terminal_ask(const char *question, struct text *answer);

#endif
