/* A configuration that is in the strings of a JSON text, as archives and Ansible's modules show it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_STRINGS_H
#define TCPAUTH_KEYS_IMPORT_TEXT_STRINGS_H

#include "keys/text.h"

#include <stdbool.h>

/* Adds to LINES, which is empty, the strings in TEXT that have several lines. If there is none,
 * adds what TEXT has if each of its lines is one string: these lines without quotes, and empty ones
 * for the others, so that each keeps its number. Returns false and adds nothing if TEXT has
 * neither. */
bool strings_find(const struct text *text, struct text *lines);

#endif
