/* What a command line may be: the commands, their options, and the help with both.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_USAGE_H
#define TCPAUTH_CLI_USAGE_H

#include "command.h"

#include <stdbool.h>

/* Whether --version was given. */
extern gboolean usage_version;

/* Returns the command NAME. If there is none, prints so, with the name that was probably meant, and
 * returns NULL. */
const struct command *usage_find(const char *name);

/* Parses the options before the command's name and takes them out of WORDS, whose number is COUNT.
 * Prints what is wrong and returns false if they cannot be parsed. */
bool usage_parse(int *count, char ***words);

/* Parses the options of COMMAND, of whose name and arguments WORDS consists; WORDS then begin with
 * the first argument. Prints what is wrong and returns false if they do not fit the command. */
bool usage_parse_command(const struct command *command, int count, char ***words);

#endif
