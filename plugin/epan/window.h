/* Wireshark's window, where there is one: in tshark there is none.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_WINDOW_H
#define TCPAUTH_EPAN_WINDOW_H

#include <epan/plugin_if.h>

/* What the window shows; NULL if there is none. Owned by Wireshark. */
const ws_info_t *window_shown(void);

#endif
