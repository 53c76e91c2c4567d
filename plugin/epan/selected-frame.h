/* The frame that is looked at: what there is to say about its segments, for whoever asks why.
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
    struct end from, to;         /* of the first of these */
    struct segment *unexplained; /* the first that is bad for no known reason, or NULL */
};

void selected_frame_register(void);

/* Appends to TEXT what there is to say about SEGMENT of frame NUMBER. */
void selected_frame_explain(GString *text, uint32_t number, const struct segment *segment,
                            const struct diagnosis *diagnosis);

/* Keeps what is said about SEGMENT, if it is dissected to be looked at, until another frame is. */
void selected_frame_keep(const struct segment *segment, const struct diagnosis *diagnosis,
                         const packet_info *pinfo, proto_tree *tree);

/* Returns that of frame NUMBER, or NULL if that was not the last to be looked at or has no segment
 * with a verdict. */
const struct selected_frame *selected_frame_of(uint32_t number);

#endif
