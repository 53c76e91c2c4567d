/* What the IP header in front of a segment says and Wireshark does not hand on.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_DATAGRAM_H
#define TCPAUTH_EPAN_DATAGRAM_H

#include "keys/address.h"

#include <epan/packet.h>

/* Is the length in the IP header in front of SEGMENT, which comes from FROM, zero? So segments look
 * that were captured before the network card splits them. */
bool datagram_is_unsized(tvbuff_t *segment, const struct ip_address *from);

#endif
