/* Hints at what may explain a segment without a known cause. They rest on counts, not on a proof.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_EVIDENCE_HINT_H
#define TCPAUTH_DIAGNOSE_EVIDENCE_HINT_H

#include "cause.h"

#include <glib.h>
#include <stdint.h>

enum hint_kind {
    HINT_NONE,
    HINT_SACK,           /* Bad: only segments with SACK blocks are */
    HINT_LENGTH,         /* Bad: only segments with at least NUMBER bytes of data are */
    HINT_IDLE,           /* Bad: only segments after at least NUMBER milliseconds without any are */
    HINT_DIRECTION,      /* Bad: only in this direction */
    HINT_PROVEN,         /* Bad: NUMBER other segments of this direction have a proven cause */
    HINT_NAT64,          /* Bad, and from an address of NAT64 */
    HINT_OVERWRITTEN,    /* Bad, with NUMBER consecutive no-operation options that the MAC covers */
    HINT_CHECKSUM_RIGHT, /* Bad, although the TCP checksum is correct */
    HINT_DATA_DIFFERS,   /* Bad: a good segment has other data at the same sequence numbers */
    HINT_INJECTED,       /* Not present: the sequence numbers were signed with other data */
    HINT_HEADER_SHORTER, /* Not present: the header is NUMBER bytes shorter than in signed segments
                          */
};

struct hint {
    enum hint_kind kind;
    uint32_t number;
    enum cause cause; /* of HINT_PROVEN: the cause of the last of them */
};

/* Returns HINT as a sentence without a full stop; NULL for HINT_NONE. Free with g_free(). */
char *hint_text(const struct hint *hint);

#endif
