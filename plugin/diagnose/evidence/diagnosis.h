/* What is found out about one segment: the verdict, and what explains it.
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
struct key_request; /* see key-ids.h */
struct key_change;  /* likewise */

/* All but FINDING is zero where nothing is known; what it points to is the investigation's. */
struct diagnosis {
    struct finding finding; /* the verdict */
    const struct proof
        *proof;       /* why the key does not verify it, or why it is not signed; or NULL */
    struct hint hint; /* at what could explain it, where no cause is known */
    const struct twins *twins;        /* where else it was captured; or NULL */
    const struct rollover *rollover;  /* that begins with this segment; or NULL */
    const struct rollover *recounted; /* which has fewer losses since this segment came; or NULL */
    const struct key_request *key_request; /* of TCP-AO, first made by this segment; or NULL */
    const struct key_change *key_change;   /* of TCP-AO, as this segment shows; or NULL */
    unsigned retransmissions; /* if Good: how often it was sent again, this time included, since
                                 nobody acknowledges it */
    uint16_t bounds;          /* a bit for each enum bound that was reached here */
    bool will_break;          /* the key verifies it, but no longer if it is split, as it must be */
};

/* Returns true if it is known why. */
static inline bool diagnosis_is_explained(const struct diagnosis *diagnosis)
{
    return diagnosis->proof && diagnosis->proof->cause != CAUSE_NONE;
}

#endif
