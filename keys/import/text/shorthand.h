/* Abbreviated words of Cisco's command line, "neigh 192.0.2.1 pass x", which its relatives accept,
 * too, and capitalised ones, "Neighbor 192.0.2.1 password x", as mail programs correct them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_SHORTHAND_H
#define TCPAUTH_KEYS_IMPORT_TEXT_SHORTHAND_H

#include "keys/text.h"

/* Spells the abbreviated and capitalised words in TEXT out in lower case, in lines that the keys of
 * a configuration depend on. No line becomes another line. Wipes the former bytes if there are such
 * words. */
void shorthand_expand(struct text *text);

#endif
