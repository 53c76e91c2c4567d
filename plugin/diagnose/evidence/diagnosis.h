/* The result for one segment: the verdict, and what explains it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_EVIDENCE_DIAGNOSIS_H
#define TCPAUTH_DIAGNOSE_EVIDENCE_DIAGNOSIS_H

#include "cause.h"
#include "hint.h"
#include "plugin/verify/finding.h"

struct twins;       /* see twin.h */
struct rollover;    /* see rollover.h */
struct key_request; /* see key-change.h */
struct key_change;  /* see key-change.h */

/* The result for one segment. All members except FINDING are zero if nothing is known. The
 * investigation owns what they point to. */
struct diagnosis {
    struct finding finding;          /* the verdict */
    const struct proof *proof;       /* why no key verifies it, or why it is not signed; or NULL */
    struct hint hint;                /* a possible explanation, if no cause is known */
    const struct twins *twins;       /* its captures at other points; or NULL */
    const struct rollover *rollover; /* the key rollover that begins with this segment; or NULL */
    const struct rollover
        *recounted; /* a key rollover that has fewer losses because of this segment, or that is
                       parallel: see rollover_is_parallel(); or NULL */
    const struct key_request *key_request; /* of TCP-AO, made first by this segment; or NULL */
    const struct key_change *key_change;   /* of TCP-AO, shown by this segment; or NULL */
    unsigned retransmissions; /* if Good: how often it was retransmitted without an acknowledgment,
                                 this time included */
    unsigned contradicts; /* if Good: how many earlier bad segments it was the first to show, in the
                             first pass, to have other data than their alleged sender sent */
    unsigned exposes;     /* likewise, how many earlier unsigned segments */
    uint16_t bounds;      /* a bit for each enum bound that was reached here */
    bool will_break; /* good here, but too long for the receiver: its signature breaks when it is
                        split */
};

/* Returns true if a cause is known. */
static inline bool diagnosis_is_explained(const struct diagnosis *diagnosis)
{
    return diagnosis->proof && diagnosis->proof->cause != CAUSE_NONE;
}

#endif
