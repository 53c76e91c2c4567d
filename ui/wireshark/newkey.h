/* A new key for a connection that is looked at.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_WIRESHARK_NEWKEY_H
#define TCPAUTH_WIRESHARK_NEWKEY_H

#include "plugin/epan/selected-frame.h"

/* Asks the user for a key for SELECTED's connection, tries it on the open capture, adds it to the
 * key table and dissects the capture again. If the key verifies none of the signed segments, asks
 * before it is added. SELECTED may be NULL: then the ends are asked for, too. */
void newkey_ask(const struct selected_frame *frame);

#endif
