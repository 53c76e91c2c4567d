/* What the IP header in front of a segment says and Wireshark does not hand on.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_DATAGRAM_H
#define TCPAUTH_EPAN_DATAGRAM_H

#include <epan/packet.h>

#define DATAGRAM_UNKNOWN (-1)

/* Returns the length of SEGMENT, in bytes, as the IP header in front of it says, which comes from
 * SOURCE: more than there is of it if its end was cut off before it was captured. Returns 0 if the
 * header gives no length: so segments look that were captured before the network card splits them.
 * Returns DATAGRAM_UNKNOWN if there is no such header, as in front of reassembled fragments. */
int datagram_segment_length(tvbuff_t *segment, const address *source);

#endif
