/* The text of SR OS, of its classic CLI or of its MD-CLI, as a hierarchy.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_SROS_TEXT_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_SROS_TEXT_H

#include "keys/import/text/hierarchy.h"

/* Reads LENGTH bytes of TEXT: indented (classic), in braces, or flat lines. To be freed with
 * statement_free() after the hierarchy that it is said in. */
struct statement *sros_text_read(const char *text, size_t length);

/* Says at ROOT, which is what "configure" configures, what TEXT says. What can hold no keys is
 * passed over. */
void sros_text_say(struct branch *root, const struct statement *text);

#endif
