/* Reads the text of Junos or VyOS, in braces or as commands, into a hierarchy.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_COMMANDS_H
#define TCPAUTH_KEYS_IMPORT_TEXT_COMMANDS_H

#include "hierarchy.h"
#include "keys/import/import.h"

struct command_rules {
    const char *const *passed_over; /* the branches of the root that have no keys and may be large,
                                       ending with NULL; or NULL */
    const char *const *lists; /* the words that make one level with the word after them, for "up";
                                 ending with NULL; or NULL */
    bool exit_to_top; /* "exit" leads to the root; else it leads to where the last "edit" was typed
                       */
};

/* Adds TEXT below ROOT. TEXT was read with BRACE_NEWLINE_ENDS. It may be in braces, consist of
 * commands such as "set", "delete", "deactivate", "activate", "rename" and "edit", or mix both.
 * Adds a problem to IMPORT for each command that is not read. */
void commands_say(struct branch *root, const struct statement *text,
                  const struct command_rules *rules, const struct import *import);

#endif
