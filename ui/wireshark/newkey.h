/* The dialog for a new key of the selected connection.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_WIRESHARK_NEWKEY_H
#define TCPAUTH_WIRESHARK_NEWKEY_H

#include "plugin/epan/selected-frame.h"

/* Asks the user for a key for FRAME's connection, tries it on the open capture, adds it to the key
 * table and dissects the capture again. If the key verifies none of the signed segments, asks
 * before adding it. If FRAME is NULL, also asks for the two ends. */
void newkey_ask(const struct selected_frame *frame);

#endif
