/* Tables as text, for a file, with columns as wide as their contents.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_WIRESHARK_RENDERING_H
#define TCPAUTH_WIRESHARK_RENDERING_H

#include <epan/packet.h>
#include <epan/stat_tap_ui.h>

/* Appends STATISTIC's title to TEXT, then its rows, or the word "none". */
void rendering_append(GString *text, const stat_tap_table_ui *statistic);

#endif
