/* Reads XML.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_XML_H
#define TCPAUTH_KEYS_IMPORT_TEXT_XML_H

#include "hierarchy.h"
#include "keys/import/import.h"

struct xml;

/* Says behind AT the elements in LENGTH bytes of TEXT: a branch for each, of its name, and behind
 * it one for its text. Behind the name of an element that has the attribute "uuid", or whose name
 * is one of NUMBERED, which ends with NULL, is a branch of its own: the attribute or a number. What
 * is no XML costs all behind it and becomes a problem of IMPORT. Returns what holds the words,
 * which must outlive AT; free with xml_free(). */
struct xml *xml_say(struct branch *at, const char *const *numbered, struct word text,
                    const struct import *import);

/* Wipes and frees it. */
void xml_free(struct xml *xml);

#endif
