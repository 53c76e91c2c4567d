/* The tap "tcpauth", which gives every finding to statistics and Lua scripts.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_TAP_H
#define TCPAUTH_EPAN_TAP_H

#include "plugin/diagnose/evidence/diagnosis.h"
#include "plugin/verify/segment.h"

#include <epan/packet.h>

#define TAP_NAME "tcpauth"

/* What a listener receives. It is valid while the frame is being dissected. */
struct publication {
    struct segment segment;
    struct diagnosis diagnosis; /* its verdict is never VERDICT_NONE */
    bool is_preliminary;        /* this is the first pass; a second one may find more */
};

void tap_publish_register(void);

void tap_publish(const struct segment *segment, const struct diagnosis *diagnosis,
                 packet_info *pinfo);

/* Returns true if the capture has segments of TCP, even truncated ones, of which TCP's own tap
 * publishes nothing. */
bool tap_any_segments(void);

/* Returns true if a window, a statistic or a script lists expert infos. */
bool tap_lists_experts(void);

#endif
