/* The dialog for initial sequence numbers.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_WIRESHARK_ISNS_H
#define TCPAUTH_WIRESHARK_ISNS_H

#include "plugin/epan/selected-frame.h"

/* Asks the user for the initial sequence numbers of FRAME's connection, or for a router's text that
 * contains them, and adds them to the preference. FRAME may be NULL. */
void isns_ask(const struct selected_frame *frame);

#endif
