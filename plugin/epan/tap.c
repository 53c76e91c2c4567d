/* The tap "tcpauth".
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tap.h"

#include <epan/tap.h>

static int tap;
static bool any_segments; /* of TCP, in this capture */

static void forget_segments(void)
{
    any_segments = false;
}

void tap_publish_register(void)
{
    tap = register_tap(TAP_NAME);
    register_init_routine(forget_segments);
}

void tap_publish(const struct segment *segment, const struct diagnosis *diagnosis,
                 packet_info *pinfo)
{
    any_segments |= segment->bytes && !segment->quoted;
    if (diagnosis->finding.verdict == VERDICT_NONE || !have_tap_listener(tap))
        return;
    struct publication *publication = wmem_new(pinfo->pool, struct publication);
    *publication = (struct publication){*segment, *diagnosis, !PINFO_FD_VISITED(pinfo)};
    tap_queue_packet(tap, pinfo, publication);
}

bool tap_any_segments(void)
{
    return any_segments;
}

bool tap_lists_experts(void)
{
    static int experts; /* 0 until Wireshark has registered it, which it does after the plugins */

    if (!experts)
        experts = find_tap_id("expert");
    return have_tap_listener(experts);
}
