/* What tcpauth reports on a segment: expert infos, and the words in the packet list.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_EXPERTS_H
#define TCPAUTH_EPAN_EXPERTS_H

#include "plugin/diagnose/evidence/diagnosis.h"
#include "plugin/verify/verify.h"

#include <epan/packet.h>

void experts_register(int protocol);

/* Returns true if there is any expert info on DIAGNOSIS. */
bool experts_any(const struct diagnosis *diagnosis);

/* Returns true if DIAGNOSIS is on a good segment that was retransmitted so often without an
 * acknowledgment that the receiver seems to drop it. */
bool experts_many_retransmissions(const struct diagnosis *diagnosis);

/* Adds all expert infos on DIAGNOSIS, which has a verdict on SEGMENT in PINFO's frame, at ITEM,
 * which is NULL if there is no tree. Prepends the short form of the first to the frame's Info
 * column. */
void experts_make(const struct diagnosis *diagnosis, const struct segment *segment,
                  packet_info *pinfo, proto_item *item);

#endif
