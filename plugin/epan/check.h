/* Which keys could have signed a segment, does one verify it, and what happened to it if none does.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_CHECK_H
#define TCPAUTH_EPAN_CHECK_H

#include "plugin/diagnose/evidence/diagnosis.h"
#include "plugin/verify/segment.h"

#include <epan/packet.h>

void check_register(void);

/* Sets DIAGNOSIS, whose verdict is NONE before, to that of SEGMENT, which packet_segment_see()
 * found in TVB; leaves it if there is nothing to report. Sets the ends of SEGMENT, and takes it for
 * whole if it proves to be. In the first pass, learns from the segment. */
void check_segment(struct segment *segment, tvbuff_t *tvb, packet_info *pinfo,
                   struct diagnosis *diagnosis);

#endif
