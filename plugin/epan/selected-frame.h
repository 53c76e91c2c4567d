/* The selected frame: explanations of its segments, for the window Why and for the searches.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_SELECTED_FRAME_H
#define TCPAUTH_EPAN_SELECTED_FRAME_H

#include "plugin/diagnose/evidence/diagnosis.h"
#include "plugin/verify/segment.h"

#include <epan/packet.h>

struct selected_frame {
    uint32_t frame;              /* its number */
    GString *text;               /* the explanations of all its segments with a verdict */
    struct end from, to;         /* the ends of the first of these segments */
    struct segment *unexplained; /* the first bad segment without a known cause, or NULL */
    struct segment *unnumbered;  /* the first whose initial sequence numbers are unknown, or NULL */
};

void selected_frame_register(void);

/* Appends to TEXT the explanation of DIAGNOSIS on SEGMENT in frame NUMBER. */
void selected_frame_explain(GString *text, uint32_t number, const struct segment *segment,
                            const struct diagnosis *diagnosis);

/* Keeps the explanation of SEGMENT, if it is dissected for display in a window, until another frame
 * is dissected for display. */
void selected_frame_keep(const struct segment *segment, const struct diagnosis *diagnosis,
                         const packet_info *pinfo, proto_tree *tree);

/* Returns the selected frame if its number is NUMBER. Returns NULL if another frame was displayed
 * last, or if this one has no segment with a verdict. */
const struct selected_frame *selected_frame_of(uint32_t number);

#endif
