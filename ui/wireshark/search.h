/* The searches for the signed sequence number and for initial sequence numbers, from the menu.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_WIRESHARK_SEARCH_H
#define TCPAUTH_WIRESHARK_SEARCH_H

#include "plugin/epan/selected-frame.h"

/* Sweeps the sequence numbers of the segment in FRAME that is bad without a known cause. If this
 * finds the shift, dissects the capture again, which proves the whole connection. FRAME may be
 * NULL. */
void search_numbers_of(const struct selected_frame *frame);

/* Searches the initial sequence numbers of the connection of FRAME, which may be NULL, for ends
 * that have sent up to a megabyte, and adds what it finds to those that the user knows. */
void search_isns_of(const struct selected_frame *frame);

#endif
