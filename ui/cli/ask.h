/* A secret that is asked for, or read from a file: never an argument, which others see.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_ASK_H
#define TCPAUTH_CLI_ASK_H

#include "command.h"
#include "keys/text.h"

/* Appends the secret to TEXT. FILE, "-" being standard input, holds it and perhaps a line end,
 * which is no part of it; without a FILE the user is asked for it, twice, at the terminal. A
 * complaint says what went wrong. */
enum outcome ask_secret(const char *file, struct text *text);

/* Appends all of FILE, "-" being standard input, which holds a secret in each line, to TEXT.
 * Complains if it cannot be read. */
enum outcome ask_secret_lines(const char *file, struct text *text);

#endif
