/* Wireshark's window, where there is one.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "window.h"

const ws_info_t *window_shown(void)
{
    ws_info_t *shown = NULL;
    plugin_if_get_ws_info(&shown);
    return shown && shown->ws_info_supported ? shown : NULL;
}
