/* What could explain a segment where no cause is known: what the counts say, and no proof.
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
    HINT_SACK,           /* Bad: only with selective acknowledgements */
    HINT_LENGTH,         /* Bad: only from so many bytes of data on */
    HINT_IDLE,           /* Bad: only after so many milliseconds of silence */
    HINT_DIRECTION,      /* Bad: only in this direction */
    HINT_PROVEN,         /* Bad, as so many others of this direction with a proven cause */
    HINT_CHECKSUM_RIGHT, /* Bad, although the TCP checksum is right */
    HINT_INJECTED,       /* Not present: other data were signed at its sequence numbers */
    HINT_HEADER_SHORTER, /* Not present: by so many bytes shorter than those that are signed */
};

struct hint {
    enum hint_kind kind;
    uint32_t number;
    enum cause cause; /* of HINT_PROVEN: that of the last one */
};

/* Returns the hint in a sentence without a full stop, or NULL for HINT_NONE. Free with g_free(). */
char *hint_text(const struct hint *hint);

#endif
