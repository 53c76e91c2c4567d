/* A configuration that is indented in another text, such as a wiki page or a YAML file.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_INDENTATION_H
#define TCPAUTH_KEYS_IMPORT_TEXT_INDENTATION_H

#include "keys/text.h"

/* Removes the indentation of a configuration in TEXT, in place: of the lines after an empty line or
 * one that introduces a text, such as "config: |" or "```", if all begin with the same spaces and
 * one of them is a line that a router prints in the first column. No line becomes another line. */
void indentation_clean(struct text *text);

#endif
