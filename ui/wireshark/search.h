/* The search for the sequence number that was signed, as the menu begins it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_WIRESHARK_SEARCH_H
#define TCPAUTH_WIRESHARK_SEARCH_H

#include "plugin/epan/selected-frame.h"

/* Sweeps the numbers of the segment of SELECTED, which may be NULL, that is bad for no known reason
 * and, if that finds one, has all of its connection proven with it. */
void search_numbers_of(const struct selected_frame *frame);

#endif
