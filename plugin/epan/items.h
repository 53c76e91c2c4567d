/* The fields, with their expert infos, that tcpauth adds to the packet tree.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_ITEMS_H
#define TCPAUTH_EPAN_ITEMS_H

#include "plugin/diagnose/evidence/diagnosis.h"
#include "plugin/verify/verify.h"

#include <epan/packet.h>

/* Where the findings about a segment are added: to TREE (NULL if Wireshark builds none), for LENGTH
 * bytes of TVB from OFFSET on. These bytes must be captured. */
struct item_position {
    proto_tree *tree;
    tvbuff_t *tvb;
    int offset, length;
};

/* Returns in words whether the MAC of TERMS covers the other TCP options. Returns a static string;
 * do not free it. */
const char *items_options_text(const struct ao_terms *terms);

void items_register(int protocol);

/* Adds the fields of DIAGNOSIS, which has a verdict on SEGMENT in PINFO's frame, and its expert
 * infos at PLACE. */
void items_show(const struct diagnosis *diagnosis, const struct segment *segment,
                packet_info *pinfo, const struct item_position *place);

#endif
