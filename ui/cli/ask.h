/* Reads secrets from the user or a file. A secret is never an argument, which other users can see.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_ASK_H
#define TCPAUTH_CLI_ASK_H

#include "command.h"
#include "keys/text.h"

/* Appends the secret in FILE, or in standard input if FILE is "-", to TEXT; a line end after it is
 * not part of it. Without FILE, asks the user for it twice, at the terminal. Prints a message on
 * error. */
enum outcome ask_secret(const char *file, struct text *text);

/* Appends all of FILE, or of standard input if FILE is "-", to TEXT; each line is a secret. Prints
 * a message if FILE cannot be read. */
enum outcome ask_secret_lines(const char *file, struct text *text);

#endif
