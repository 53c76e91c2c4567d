/* Reads XML.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_XML_H
#define TCPAUTH_KEYS_IMPORT_TEXT_XML_H

#include "hierarchy.h"
#include "keys/import/import.h"

struct xml;

/* Adds the elements in TEXT below AT: a branch for each element's name, with a child for its text.
 * An element with the attribute "uuid", or with a name in NUMBERED, gets a child of its own below
 * the name: the attribute or a number. NUMBERED ends with NULL. An element with the attribute
 * "inactive" has an inactive branch.
 *
 * Invalid XML becomes a problem of IMPORT, and the rest of TEXT is skipped. Returns the owner of
 * the words, which must outlive AT. Free with xml_free(). */
struct xml *xml_say(struct branch *at, const char *const *numbered, struct word text,
                    const struct import *import);

/* Wipes and frees XML. */
void xml_free(struct xml *xml);

#endif
