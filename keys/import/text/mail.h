/* A configuration in a mail, as a mail program saves it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_MAIL_H
#define TCPAUTH_KEYS_IMPORT_TEXT_MAIL_H

#include "keys/text.h"

/* Decodes the parts of TEXT that are quoted-printable, in place: RFC 2045 section 6.7. Makes
 * header lines empty, and the lines of a part in HTML after one in plain text,
 * which says the same. A line that is not broken keeps its number. Wipes the bytes that remain
 * behind the new end. */
void mail_decode(struct text *text);

#endif
