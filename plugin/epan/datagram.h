/* Reads from the IP header before a segment what Wireshark does not pass on.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_DATAGRAM_H
#define TCPAUTH_EPAN_DATAGRAM_H

#include <epan/packet.h>

#define DATAGRAM_UNKNOWN (-1)

/* Returns the length of SEGMENT in bytes, as given by the IP header from SOURCE before it. This is
 * more than the captured length if the end was cut off before the capture. Returns 0 if the header
 * gives no length, as in a segment captured before the NIC splits it. Returns DATAGRAM_UNKNOWN if
 * there is no such header, as before reassembled fragments. */
int datagram_segment_length(tvbuff_t *segment, const address *source);

#endif
