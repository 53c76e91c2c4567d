/* A segment as Wireshark hands it to TCP.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_PACKET_SEGMENT_H
#define TCPAUTH_EPAN_PACKET_SEGMENT_H

#include "plugin/verify/segment.h"

#include <epan/packet.h>

/* Returns true if both ends of PINFO's packet have addresses of IPv4, or both of IPv6. */
bool packet_is_over_ip(const packet_info *pinfo);

/* Fills in SEGMENT from TVB, except for its ends. Returns false if TVB holds no segment in which a
 * signature could be. */
bool packet_segment_see(struct segment *segment, tvbuff_t *tvb, const packet_info *pinfo);

/* Sets the ends and the time of SEGMENT. At this point Wireshark's addresses are those of the
 * pseudo-header: it has followed source routes and routing headers. */
void packet_segment_identify(struct segment *segment, tvbuff_t *tvb, const packet_info *pinfo);

#endif
