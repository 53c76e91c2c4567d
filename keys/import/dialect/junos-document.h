/* Reads what Junos shows with "| display json" or "| display xml".
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_JUNOS_DOCUMENT_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_JUNOS_DOCUMENT_H

#include "keys/import/model/rows.h"
#include "keys/import/text/document.h"
#include "keys/import/text/xml.h"

/* The owner of the words of a configuration. Initialise to {0}. */
struct junos_document {
    struct document *json;
    struct xml *xml;
};

/* Returns the JSON or XML in TEXT, around which there may be a terminal's command and prompts, or
 * TEXT if it has none. Sets *LINES to the number of lines before the result. */
struct word junos_document_find(struct word text, unsigned *lines);

/* Adds the configuration in TEXT to ROWS if it is JSON or XML, with the branches that the same
 * configuration has in braces, except that "routing-instances" and "interfaces" have the branches
 * "instance" and "interface" around their entries. Returns the branch of the configuration, or NULL
 * if TEXT has none. DOCUMENT must outlive ROWS. */
struct branch *junos_document_say(struct junos_document *document, struct rows *rows,
                                  struct word text);

void junos_document_clear(struct junos_document *document);

#endif
