/* Parses command lines: the commands, their options, and the help for both.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_USAGE_H
#define TCPAUTH_CLI_USAGE_H

#include "command.h"

#include <stdbool.h>

/* --version was given. */
extern gboolean usage_version;

/* Returns the command NAME. If there is none, prints a message with the name that was probably
 * meant, and returns NULL. */
const struct command *usage_find(const char *name);

/* Parses the options before the command's name. Removes them from *WORDS, which has *COUNT words.
 * Prints a message and returns false on error. */
bool usage_parse(int *count, char ***words);

/* Parses the options of COMMAND. *WORDS has COUNT words, the command's name and its arguments; it
 * then begins with the first argument. Prints a message and returns false if they do not fit the
 * command. */
bool usage_parse_command(const struct command *command, int count, char ***words);

#endif
