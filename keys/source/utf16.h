/* Decodes UTF-16, in which some programs of Windows save text.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_SOURCE_UTF16_H
#define TCPAUTH_KEYS_SOURCE_UTF16_H

#include "keys/text.h"

/* Replaces TEXT with its UTF-8 form, without the byte order mark, and wipes the old one. Does
 * nothing if TEXT does not begin with the byte order mark of UTF-16 or eight ASCII characters in
 * it. */
void utf16_decode(struct text *text);

#endif
