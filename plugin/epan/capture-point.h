/* Where a frame was captured, as Wireshark knows it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_CAPTURE_POINT_H
#define TCPAUTH_EPAN_CAPTURE_POINT_H

#include "plugin/diagnose/evidence/twin.h"

#include <epan/packet.h>

struct point capture_point_of(const packet_info *pinfo);

/* Returns a number that stands for the VLAN and the interface on which the frame was captured: few
 * others have the same. */
uint16_t capture_link_of(const packet_info *pinfo);

/* Returns a text like "eth0 (interface 1)": two machines may have interfaces of the same name. Free
 * with g_free(). */
char *point_text(const struct point *point, const packet_info *pinfo);

#endif
