/* Reads the text of Junos, in braces or as commands, into a hierarchy.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_JUNOS_TEXT_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_JUNOS_TEXT_H

#include "keys/import/import.h"
#include "keys/import/text/hierarchy.h"

/* Adds TEXT below ROOT. TEXT was read with BRACE_NEWLINE_ENDS. It may be in braces, consist of
 * commands such as "set", "delete", "deactivate", "activate", "rename" and "edit", or mix both.
 * Skips branches that cannot have keys. Adds a problem to IMPORT for each command that is not
 * read. */
void junos_text_say(struct branch *root, const struct statement *text, const struct import *import);

#endif
