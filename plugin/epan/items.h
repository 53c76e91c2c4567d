/* Everything tcpauth shows in Wireshark: its fields and expert infos.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_ITEMS_H
#define TCPAUTH_EPAN_ITEMS_H

#include "plugin/verify/verify.h"

#include <epan/packet.h>

/* Where the findings about a segment are shown: in TREE (NULL if Wireshark builds none), pointing
 * at LENGTH bytes of TVB from OFFSET on, which were captured. */
struct place {
    proto_tree *tree;
    tvbuff_t *tvb;
    int offset, length;
};

void items_register(int protocol);

/* Is there anything of FINDING to show, if Wireshark builds no tree? */
bool items_remark(const struct finding *finding);

/* Shows FINDING, which has a verdict, about the segment SEGMENT of PINFO's frame. */
void items_show(const struct finding *finding, const struct segment *segment, packet_info *pinfo,
                const struct place *place);

#endif
