/* What tcpauth shows of a segment in the packet tree: its fields, with their expert infos.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_ITEMS_H
#define TCPAUTH_EPAN_ITEMS_H

#include "plugin/diagnose/evidence/diagnosis.h"
#include "plugin/verify/verify.h"

#include <epan/packet.h>

/* Where the findings about a segment are shown: in TREE (NULL if Wireshark builds none), pointing
 * at LENGTH bytes of TVB from OFFSET on, which were captured. */
struct item_position {
    proto_tree *tree;
    tvbuff_t *tvb;
    int offset, length;
};

/* Returns whether TERMS' MAC covers the other TCP options, in words. */
const char *items_options_text(const struct ao_terms *terms);

void items_register(int protocol);

/* Shows DIAGNOSIS, which has a verdict, about the segment SEGMENT of PINFO's frame, and adds expert
 * infos to it. */
void items_show(const struct diagnosis *diagnosis, const struct segment *segment,
                packet_info *pinfo, const struct item_position *place);

#endif
