/* What tcpauth remarks on a segment: expert infos, and the words in the packet list.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_REMARKS_H
#define TCPAUTH_EPAN_REMARKS_H

#include "plugin/diagnose/evidence/diagnosis.h"
#include "plugin/verify/verify.h"

#include <epan/packet.h>

void remarks_register(int protocol);

/* Returns true if there is any remark on DIAGNOSIS. */
bool remarks_any(const struct diagnosis *diagnosis);

/* Returns true if DIAGNOSIS is on a good segment that was sent so often, unacknowledged, that it
 * seems to be refused. */
bool remarks_many_retransmissions(const struct diagnosis *diagnosis);

/* Makes all remarks on DIAGNOSIS, which has a verdict on SEGMENT of PINFO's frame, at ITEM, and
 * puts the short form of the first before the frame's words in the packet list. */
void remarks_make(const struct diagnosis *diagnosis, const struct segment *segment,
                  packet_info *pinfo, proto_item *item);

#endif
