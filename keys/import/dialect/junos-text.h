/* The text of Junos, in braces or as commands, as a hierarchy.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_JUNOS_TEXT_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_JUNOS_TEXT_H

#include "keys/import/text/hierarchy.h"

/* Says at ROOT what TEXT says, read as braces whose lines end statements: in braces, with "set",
 * "delete", "deactivate", "activate" and the ways to move, or in a mixture. What can hold no keys
 * is passed over. */
void junos_text_say(struct branch *root, const struct statement *text);

#endif
