/* Reads the text of SR OS, of its classic CLI or its MD-CLI, into a hierarchy.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_SROS_TEXT_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_SROS_TEXT_H

#include "keys/import/text/hierarchy.h"

/* Reads LENGTH bytes of TEXT: indented (classic CLI), in braces, or flat lines. Free with
 * statement_free(), after the hierarchy, which refers to its words. */
struct statement *sros_text_read(const char *text, size_t length);

/* Adds TEXT below ROOT, the branch for "configure". Skips branches that cannot have keys. */
void sros_text_say(struct branch *root, const struct statement *text);

#endif
